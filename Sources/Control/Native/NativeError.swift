internal import Closecall
internal import Scenarios

/// Why something is not done: what is wrong, what was expected, what to do.
struct NativeError: Error {
    let status: Int
    let message: String
    /// All that is wrong with a scenario, each with its place.
    var problems: [ScenarioProblem]?

    init(_ status: Int, _ message: String) {
        self.status = status
        self.message = message
    }

    /// What is written can be read, and cannot be done.
    static func wrong(_ message: String) -> NativeError { NativeError(422, message) }

    static func missing(_ message: String) -> NativeError { NativeError(404, message) }

    /// A scenario with problems.
    init(_ problems: ScenarioProblems) {
        let count = problems.problems.count
        self.init(
            422,
            count == 1 ? "the scenario has a problem" : "the scenario has \(count) problems")
        self.problems = problems.problems
    }

    var response: HTTPResponse {
        var members = [("error", JSONValue.text(message)), ("status", .count(status))]
        if let problems { members.append(("problems", .array(problems.map(\.json)))) }
        return .native(.record(pairs: members), status: status)
    }
}

extension ScenarioProblem {
    /// As `closecall check --json` tells it, but for the file, of which there is none.
    var json: JSONValue {
        .record([
            "line": .count(place.line), "column": .count(place.column), "message": .text(message),
        ])
    }
}
