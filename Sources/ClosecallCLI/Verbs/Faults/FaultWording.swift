internal import Faults
internal import Observer

/// What is said of faults alike in the list, on a page and in the reference.
extension FaultKind {
    /// The ways in which it can be written: alone, with a value, with a map. Those that are no fault are left out.
    var spellings: [String] {
        var spellings: [String] = []
        if reads(nil) { spellings.append(name) }
        if let first = parameters.first, let value = first.sample, reads(first, value) {
            spellings.append("\(name): \(value)")
        }
        return spellings
    }

    private func reads(_ first: ParameterInfo, _ text: String) -> Bool {
        !text.hasPrefix("{") && reads(Value(text))
    }

    private func reads(_ value: Value?) -> Bool {
        var problems: [ValueProblem] = []
        return fault(from: value, at: Place(line: 1, column: 1), &problems) != nil
    }

    /// What its rule is about when that says nothing of it.
    var subject: String {
        switch direction {
        case .toServer?: "\(layer.works), to the server unless its rule says otherwise"
        case .toClient?: "\(layer.works), to the client unless its rule says otherwise"
        case nil: layer.works
        }
    }

    /// Faults of a layer, in the catalog's order.
    static func of(_ layer: Layer) -> [FaultKind] { FaultCatalog.all.filter { $0.layer == layer } }
}

extension FaultKind.ParameterInfo {
    /// The words that may be chosen; those of links are a table of their own.
    var choices: [ValueForm.Choice] { isLink ? [] : form.shape.choices }

    /// The keys of a map, where the parameter is one; bytes are written in other ways, too, and say so elsewhere.
    var keys: [ValueForm.Key] { isLink ? form.shape.keys : [] }

    /// Whether a link is what it takes.
    var isLink: Bool { form == LinkPair.form }

    /// Some value that may stand there.
    var sample: String? { standard ?? form.examples.first ?? choices.first?.name }

    /// What may be written, in words; the choices say it themselves.
    var spokenForm: String? {
        if case .choice = form.shape, !isLink { return nil }
        // Examples of the form may lie outside of the parameter's bounds.
        if let bounds { return "\(form.name) \(bounds)" }
        let examples = form.examples.map { "`\($0)`" }
        return form.name + (examples.isEmpty ? "" : ", such as \(examples.listed)")
    }

    /// What holds when it is left out.
    var spokenDefault: String? {
        if isRequired { return "needed" }
        return standard.map { "`\($0)` if left out" }
    }
}

extension ValueForm.Shape {
    /// Every word in it that may be chosen.
    fileprivate var choices: [ValueForm.Choice] {
        if case .choice(let choices) = self { return choices }
        if case .either(let shapes) = self { return shapes.flatMap(\.choices) }
        return []
    }

    /// The keys of the map that it may be.
    fileprivate var keys: [ValueForm.Key] {
        if case .object(let keys) = self { return keys }
        if case .either(let shapes) = self { return shapes.flatMap(\.keys) }
        return []
    }
}

extension [String] {
    /// `a`, `a or b`, `a, b or c`.
    var listed: String {
        guard let last, count > 1 else { return joined() }
        return dropLast().joined(separator: ", ") + " or " + last
    }
}

extension Layer {
    /// The heading above its faults.
    var title: String {
        switch self {
        case .frame: "Messages and frames"
        case .closing: "The closing handshake"
        case .stream: "The byte stream"
        case .handshake: "The opening handshake"
        case .connection: "Connections"
        }
    }

    /// What its faults work on.
    var works: String {
        switch self {
        case .frame: "messages and frames"
        case .closing: "Close frames"
        case .stream: "the bytes of its rule's directions, from where that fires"
        case .handshake: "the request or the response that opens the session"
        case .connection: "the connections, whatever its rule is about"
        }
    }
}
