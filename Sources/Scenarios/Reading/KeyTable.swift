internal import Faults

/// All keys of a kind of map. Reading, the schema and the reference come from it.
struct KeyTable<Target>: Sendable {
    /// What the map is called in messages: `a rule`, `"when"`.
    let name: String
    /// The keys, in the order in which people read about them.
    let keys: [Key<Target>]
    /// What to say of a word that is no key here, but has its place elsewhere.
    let hint: @Sendable (String) -> String?

    init(
        _ name: String, _ keys: [Key<Target>], hint: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        self.name = name
        self.keys = keys
        self.hint = hint
    }

    /// Reads a map, key by key; what is wrong is said, all of it. Returns where each key stands.
    @discardableResult
    func read(_ value: Value, into target: inout Target, _ reading: inout Reading) -> [String: Place] {
        guard case .map(let entries) = value.content else {
            let example =
                (keys.first(where: \.isRequired) ?? keys.first).map { " such as \"\($0.name): …\"" } ?? ""
            reading.refuse(value.place, "expected \(name), a map\(example), found \(value.described)")
            return [:]
        }
        var given: [String: Place] = [:]
        for entry in entries {
            guard let key = keys.first(where: { $0.name == entry.name }) else {
                reading.refuse(entry.place, unknown(entry.name))
                continue
            }
            given[entry.name] = entry.place
            key.read(entry, &target, &reading)
        }
        for key in keys where key.isRequired && given[key.name] == nil {
            reading.refuse(value.place, "\(name) needs \"\(key.name)\": \(key.summary)")
        }
        return given
    }

    /// Without what reads them: for the schema and the reference.
    var described: [ValueForm.Key] {
        keys.map {
            ValueForm.Key(
                $0.name, $0.summary, $0.form.shape, examples: $0.form.examples, isRequired: $0.isRequired)
        }
    }

    private func unknown(_ word: String) -> String {
        let names = keys.map(\.name)
        let help =
            hint(word) ?? Suggestion.words(for: word, among: names)
            ?? "it has \(names.joined(separator: ", "))"
        return "unknown key \"\(word)\" of \(name), \(help)"
    }
}
