internal import Faults
internal import Scenarios
internal import WebSocketWire

/// Reads a scenario file, writes it, and reads that.
///
/// - Whatever it holds, there is a scenario or a problem, and each problem can be shown.
/// - Written otherwise, the same values are read, and the same scenario.
/// - A fault's parameters, written as the reference writes them, are read as that fault.
public func fuzzScenario(_ input: Span<UInt8>) {
    let bytes = [UInt8](copying: input.extracting(droppingFirst: Choices.count))
    let first = problems(of: bytes)
    precondition(first == problems(of: bytes), "read twice, a file has other problems")
    checkWriting(bytes)
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

private func checkWriting(_ bytes: [UInt8]) {
    let document = YAMLDocument(bytes)
    guard let root = document.root, document.problems.isEmpty, root.text == nil else { return }
    let text = ScenarioText(root).text
    let again = YAMLDocument(Array(text.utf8))
    // Quotes and escapes take room.
    guard text.utf8.count <= YAMLDocument.Limit.bytes else { return }
    precondition(again.problems.isEmpty, "written otherwise, it has problems: \(again.problems) in \(text)")
    precondition(
        again.root.map { ScenarioText.areAlike($0, root) } == true, "written otherwise, it says \(text)")
    let read = try? Scenario(reading: bytes, file: "")
    let readAgain = try? Scenario(reading: text, file: "")
    precondition((read == nil) == (readAgain == nil), "written otherwise, it is judged otherwise: \(text)")
    guard let read, let readAgain else { return }
    checkSame(read, readAgain)
    for fault in read.rules.flatMap(\.faults) { checkParameters(of: fault) }
}

private func checkSame(_ one: Scenario, _ other: Scenario) {
    precondition(
        one.name == other.name && one.about == other.about && one.seed == other.seed
            && one.sessionKey == other.sessionKey && one.phases.map(\.name) == other.phases.map(\.name),
        "written otherwise, it is another scenario")
    precondition(
        one.rules.map(\.name) == other.rules.map(\.name), "written otherwise, rules have other names")
    precondition(
        one.rules.map { $0.faults.map { AnyHashable($0) } }
            == other.rules.map { $0.faults.map { AnyHashable($0) } },
        "written otherwise, a rule does something else")
    // Rules are told apart by what they say, and a text of several lines is said with quotes now.
    let isPlain = !one.source.contains("\n\n")
    precondition(
        !isPlain || one.rules.map(\.identity) == other.rules.map(\.identity),
        "written otherwise, rules draw other numbers")
}

private func checkParameters(of fault: any Fault) {
    func check<F: Fault>(_ fault: F) {
        guard let kind = FaultCatalog.kind(named: F.about.name) else {
            preconditionFailure("\(F.about.name) is not in the catalog")
        }
        let written = kind.written(fault)
        // A parameter of parts has no short form.
        guard written.allSatisfy({ $0.value != nil }) else { return }
        var readings: [(any Fault)?] = []
        for read in [scalar, yaml] {
            let values = written.compactMap { name, text in text.map { (name: name, value: read($0)) } }
            readings.append(kind.read(values))
            // A fault of one parameter that is a map by itself takes it bare.
            if values.count == 1 { readings.append(kind.read(bare: values[0].value)) }
        }
        precondition(
            readings.contains { $0 as? F == fault }, "\(fault) is written \(written) and read \(readings)")
    }
    check(fault)
}

extension FaultKind {
    fileprivate func read(_ parameters: [(name: String, value: Value)]) -> (any Fault)? {
        let entries = parameters.map { Value.Entry($0.name, at: $0.value.place, $0.value) }
        return read(bare: Value(.map(entries), at: Place(line: 1, column: 1)))
    }

    fileprivate func read(bare value: Value) -> (any Fault)? {
        var problems: [ValueProblem] = []
        return fault(from: value, at: value.place, &problems)
    }
}

/// A text, as people write it who know that it is one: it may look like anything.
private func scalar(_ text: String) -> Value {
    let isEmpty = text == "\"\""
    return Value(.scalar(isEmpty ? "" : text, isPlain: !isEmpty), at: Place(line: 1, column: 1))
}

/// A text with quotes or braces around it.
private func yaml(_ text: String) -> Value {
    YAMLDocument(Array(text.utf8)).root ?? scalar(text)
}
