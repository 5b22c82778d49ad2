internal import Reactor

/// The compiler's folder, whose other programs fit what it builds.
public struct SwiftToolchain: Sendable {
    /// Where its programs are.
    public let folder: String

    /// Asks `swiftc`, which may be a stand-in that chooses among several.
    public init() throws(FuzzProblem) {
        var text = ""
        let ask = ListenedProgram(["swiftc", "-print-target-info"])
        let ending = try ask.run(until: StopSign()) { text += $0 }
        guard ending.isSuccess, let folder = Self.folder(in: text) else { throw .noTool("swiftc") }
        self.folder = folder
    }

    /// `{"paths": {"runtimeResourcePath": "/opt/swift/usr/lib/swift"}}` is in `/opt/swift/usr/bin`.
    static func folder(in targetInfo: String) -> String? {
        let bytes = Array(targetInfo.utf8)
        guard let info = try? JSONValue(bytes.span),
            let path = info["paths"]?["runtimeResourcePath"]?.text,
            let range = path.ranges(of: "/lib/").last
        else { return nil }
        return path[..<range.lowerBound] + "/bin"
    }

    func program(_ name: String) -> String { "\(folder)/\(name)" }

    /// Names of functions as people write them; those that are none stay as they are.
    func demangled(_ names: [String]) -> [String] {
        guard !names.isEmpty else { return [] }
        var lines: [String] = []
        let ask = ListenedProgram([program("swift-demangle"), "--simplified", "--compact"] + names)
        let ending = try? ask.run(until: StopSign()) { lines.append($0) }
        return ending?.isSuccess == true && lines.count == names.count ? lines : names
    }

    func demangled(_ promise: BrokenPromise) -> BrokenPromise {
        var promise = promise
        for (index, name) in demangled(promise.frames.map(\.function)).enumerated() {
            promise.frames[index].function = name
        }
        return promise
    }
}
