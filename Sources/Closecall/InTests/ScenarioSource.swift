internal import Faults
public import Scenarios

/// Where a test has its scenario from.
public enum ScenarioSource: Sendable {
    /// A file, by its path from the current directory, which in `swift test` is the package's folder.
    case file(String)
    /// What would stand in a file.
    case text(String)
    /// One that was read or built before.
    case scenario(Scenario)
    /// Parts that are put together when they are needed: see `rules`.
    case parts([ScenarioPart], seed: UInt64, file: String)

    /// One that is written here.
    ///
    /// ```swift
    /// .rules { On(.text, direction: .toClient, nth: 3) { Drop() } }
    /// ```
    public static func rules(
        seed: UInt64 = 0, file: String = #fileID, @ScenarioBuilder _ parts: () -> [ScenarioPart]
    ) -> ScenarioSource {
        .parts(parts(), seed: seed, file: file)
    }

    /// The scenario, checked.
    public func scenario() throws -> Scenario {
        switch self {
        case .file(let path): try ScenarioFile.read(path)
        case .text(let text): try Scenario(reading: text)
        case .scenario(let scenario): scenario
        case .parts(let parts, let seed, let file): try Scenario(seed: seed, file: file) { parts }
        }
    }
}
