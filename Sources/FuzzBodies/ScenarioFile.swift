internal import Faults
internal import Scenarios
internal import WebSocketWire

/// Reads a scenario file. Whatever it holds, there is a scenario or a problem, and each problem can be shown.
public func fuzzScenario(_ input: Span<UInt8>) {
    let bytes = [UInt8](copying: input.extracting(droppingFirst: Choices.count))
    let first = problems(of: bytes)
    precondition(first == problems(of: bytes), "read twice, a file has other problems")
    guard let first else { return }
    precondition(!first.problems.isEmpty, "a file was refused for nothing")
    // A line ends with CR, LF, NEL and some more, and each may end the text.
    let lines = bytes.count + 1
    var last = Place(line: 1, column: 1)
    for problem in first.problems {
        precondition(last <= problem.place, "problems are out of order")
        precondition(problem.place.line <= lines, "a problem stands behind the file's end")
        precondition(!problem.message.isEmpty, "a problem without words")
        precondition(
            problem.message.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F },
            "a message that a terminal would obey")
        last = problem.place
    }
}

private func problems(of bytes: [UInt8]) -> ScenarioProblems? {
    do throws(ScenarioProblems) {
        let scenario = try Scenario(reading: bytes, file: "scenario.yaml")
        precondition(Array(scenario.source.utf8) == bytes, "a scenario keeps another text than its own")
        return nil
    } catch {
        return error
    }
}
