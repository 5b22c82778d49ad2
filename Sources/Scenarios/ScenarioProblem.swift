public import Faults

/// Something that is wrong with a scenario file: which file, where in it, and what to do.
public struct ScenarioProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file as the reader named it; empty for a text that stands in none.
    public var file: String
    /// Where it stands.
    public var place: Place
    /// What stood there, what was expected, what to do: one sentence without a full stop.
    public var message: String

    /// A problem at a place of a file.
    public init(file: String, at place: Place, _ message: String) {
        self.file = file
        self.place = place
        self.message = message
    }

    /// A value's problem in its file.
    public init(file: String, _ problem: ValueProblem) {
        self.init(file: file, at: problem.place, problem.message)
    }

    /// `file:line:column: message`, as compilers write it and editors understand.
    public var description: String {
        (file.isEmpty ? "" : "\(file):") + "\(place.line):\(place.column): \(message)"
    }
}
