internal import Faults
public import Reactor

/// Why a campaign could not be, in one line that says what to change.
public enum FuzzProblem: Error, Sendable, CustomStringConvertible {
    /// There is no source tree around here.
    case noTree(String)
    /// The folder that was named is none.
    case notATree(String)
    /// No campaign has found anything that could be a seed.
    case nothingToMerge(target: String)
    /// No target has that name.
    case unknownTarget(String, known: [String])
    /// Nobody has built the target's program.
    case notBuilt(program: String)
    /// The compiler's last words.
    case buildFailed([String])
    /// The toolchain lacks a program.
    case noTool(String)
    /// The target's program ended before it ran anything; its last words.
    case didNotRun(program: String, ending: String, lines: [String])
    /// libFuzzer would see nothing of what inputs reach.
    case blind(program: String)
    /// A file or a folder; what was to be done with it.
    case file(String, SystemError)
    /// A program could not be started or listened to.
    case program(String, SystemError)
    /// An input breaks nothing.
    case keepsPromises(input: String, target: String)
    /// Somebody stopped it.
    case interrupted

    /// One line, or one and what a program said last.
    public var description: String {
        switch self {
        case .noTree(let place):
            "there is no source tree of closecall in \(place) or above it: fuzzing builds programs from it, "
                + "so go there, or name it with --tree DIR"
        case .notATree(let root):
            "\(root) is no source tree of closecall, it has no Fuzz/Package.swift of its"
        case .nothingToMerge(let target):
            "there is nothing to merge: \"closecall fuzz run \(target)\" finds inputs, or name a folder with some"
        case .unknownTarget(let name, let known):
            "there is no target \"\(name)\""
                + (Suggestion.phrase(for: name, among: known)
                    ?? ", there are \(known.joined(separator: ", "))")
        case .notBuilt(let program): "\(program) is not built yet, leave --skip-build out"
        case .buildFailed(let lines): Self.quoting("the targets do not build", lines)
        case .noTool(let name):
            "\(name) is not to be found: it belongs to the Swift toolchain, put that into PATH"
        case .didNotRun(let program, let ending, let lines):
            Self.quoting("\(program) \(ending) before it found anything", lines)
        case .blind(let program):
            "\(program) was built without coverage, so libFuzzer runs blind: delete .build/fuzz and try again"
        case .file(let doing, let error): "cannot \(doing): \(error.words)"
        case .program(let name, let error): "cannot run \(name): \(error.words)"
        case .keepsPromises(let input, let target): "\(input) breaks nothing in \(target)"
        case .interrupted: "stopped"
        }
    }

    private static func quoting(_ sentence: String, _ lines: [String]) -> String {
        lines.isEmpty
            ? sentence
            : ([sentence + "; its last words:"] + lines.map { "    \($0)" }).joined(separator: "\n")
    }
}
