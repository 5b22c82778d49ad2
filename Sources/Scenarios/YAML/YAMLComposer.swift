internal import Faults

/// Builds values out of events, without recursion, and within bounds.
struct YAMLComposer {
    /// A value, and how much it is with all its aliases written out.
    private struct Node {
        var value: Value
        var values = 1
        var height = 0
        var text = 0
    }

    /// A list or a map that is not at its end.
    private struct Open {
        enum Kind {
            case list([Value])
            case map(entries: [Value.Entry], places: [String: Place], key: Key)
        }
        enum Key {
            case none
            case named(String, Place)
            /// The value behind a key that was refused is read and forgotten.
            case refused
        }

        var kind: Kind
        let place: Place
        let anchor: String?
        var values = 1
        var height = 0
        var text = 0
    }

    private(set) var root: Value?
    private(set) var problems: [ValueProblem] = []
    private(set) var isAtEnd = false
    private var open: [Open] = []
    private var anchored: [String: Node] = [:]
    private var documents = 0
    private var values = 0
    private var text = 0

    /// Takes the next event; throws what makes it senseless to go on.
    mutating func take(_ event: YAMLEvent) throws(ValueProblem) {
        check(tag: event)
        switch event.kind {
        case .scalar(let text, let isPlain):
            let value = Value(.scalar(text, isPlain: isPlain && event.tag == nil), at: event.place)
            try add(Node(value: value, text: text.utf8.count), anchor: event.anchor)
        case .alias(let name): try add(alias: name, at: event.place)
        case .listStart: try begin(.list([]), event)
        case .mapStart: try begin(.map(entries: [], places: [:], key: .none), event)
        case .end: try end()
        case .documentStart:
            documents += 1
            guard documents == 1 else {
                throw ValueProblem(
                    at: event.place, "expected one scenario in a file, found a second one behind \"---\"")
            }
        case .textEnd: isAtEnd = true
        case .other: break
        }
    }
}

extension YAMLComposer {
    private mutating func begin(_ kind: Open.Kind, _ event: YAMLEvent) throws(ValueProblem) {
        open.append(Open(kind: kind, place: event.place, anchor: event.anchor))
        try checkNesting(open.count, at: event.place)
        if let anchor = event.anchor { anchored[anchor] = nil }
    }

    private mutating func end() throws(ValueProblem) {
        guard let last = open.popLast() else { return }
        let content: Value.Content =
            switch last.kind {
            case .list(let values): .list(values)
            case .map(let entries, _, _): .map(entries)
            }
        let node = Node(
            value: Value(content, at: last.place), values: last.values, height: last.height + 1,
            text: last.text)
        // Its parts are counted already.
        (values, text) = (values - last.values + 1, text - last.text)
        try add(node, anchor: last.anchor)
    }

    private mutating func add(alias name: String, at place: Place) throws(ValueProblem) {
        if open.contains(where: { $0.anchor == name }), anchored[name] == nil {
            throw ValueProblem(at: place, "\"*\(name)\" stands within what it names: that would never end")
        }
        guard var node = anchored[name] else {
            let hint =
                Suggestion.phrase(for: "*\(name)", among: anchored.keys.sorted().map { "*\($0)" }) ?? ""
            problems.append(
                ValueProblem(at: place, "\"*\(name)\" names nothing: no \"&\(name)\" stands before it\(hint)")
            )
            return try add(Node(value: Value(.scalar("", isPlain: true), at: place)), anchor: nil)
        }
        try checkNesting(open.count + node.height, at: place)
        node.value.place = place
        try add(node, anchor: nil)
    }

    /// Puts a value where it belongs: into the list or map that is open, or at the root.
    private mutating func add(_ node: Node, anchor: String?) throws(ValueProblem) {
        values += node.values
        text += node.text
        guard values <= YAMLDocument.Limit.values, text <= YAMLDocument.Limit.text else {
            let limit =
                values > YAMLDocument.Limit.values ? "10000 values" : "4 MiB of text"
            throw ValueProblem(
                at: node.value.place,
                "expected \(limit) at most, found more once aliases are written out: an alias bomb?")
        }
        if let anchor { anchored[anchor] = node }
        guard var parent = open.popLast() else {
            root = root ?? node.value
            return
        }
        parent.values += node.values
        parent.text += node.text
        parent.height = max(parent.height, node.height)
        switch parent.kind {
        case .list(var values):
            // Else the list is copied each time.
            parent.kind = .list([])
            values.append(node.value)
            parent.kind = .list(values)
        case .map(var entries, var places, let key):
            parent.kind = .list([])
            let next = add(node.value, &entries, &places, key)
            parent.kind = .map(entries: entries, places: places, key: next)
        }
        open.append(parent)
    }

    /// Takes a value as the key or as what stands behind it.
    private mutating func add(
        _ value: Value, _ entries: inout [Value.Entry], _ places: inout [String: Place], _ key: Open.Key
    ) -> Open.Key {
        switch key {
        case .named(let name, let place):
            entries.append(Value.Entry(name, at: place, value))
            return .none
        case .refused: return .none
        case .none: break
        }
        guard let name = value.text else {
            problems.append(ValueProblem(expected: "a word as the key", found: value))
            return .refused
        }
        if name == "<<" {
            problems.append(
                ValueProblem(
                    at: value.place,
                    "\"<<\" does not merge maps here: write the keys out, or use an alias for the whole map"))
            return .refused
        }
        if let first = places[name] {
            problems.append(
                ValueProblem(
                    at: value.place,
                    "\"\(name)\" stands twice in this map, first at \(first.line):\(first.column)"))
            return .refused
        }
        places[name] = value.place
        return .named(name, value.place)
    }

    private func checkNesting(_ depth: Int, at place: Place) throws(ValueProblem) {
        guard depth <= YAMLDocument.Limit.nesting else {
            throw ValueProblem(
                at: place,
                "expected \(YAMLDocument.Limit.nesting) lists and maps in one another at most, found more")
        }
    }

    /// `!!str`, `!!seq` and `!!map` say nothing new; anything else would mean something that we do not know.
    private mutating func check(tag event: YAMLEvent) {
        guard let tag = event.tag else { return }
        let core = "tag:yaml.org,2002:"
        let fits =
            switch event.kind {
            case .scalar: [core + "str", "!"].contains(tag)
            case .listStart: [core + "seq", "!"].contains(tag)
            case .mapStart: [core + "map", "!"].contains(tag)
            default: true
            }
        guard !fits else { return }
        let written = tag.hasPrefix(core) ? "!!" + tag.dropFirst(core.count) : tag
        problems.append(
            ValueProblem(
                at: event.place,
                "tags are not used in scenarios, found \"\(written)\": put a text that begins with \"!\" in quotes"
            ))
    }
}
