internal import Faults
internal import WebSocketWire

/// What has to be true of a message or a frame, as it is read.
struct ConditionDraft {
    /// All have to hold.
    var parts: [Condition] = []
    /// The first key that asks something of a message or a frame.
    var place: Place?

    /// All of them as one; nil for none.
    var condition: Condition? {
        // What is known without the payload is asked first: most units end there.
        let ordered = parts.filter { !$0.needsPayload } + parts.filter { $0.needsPayload }
        return ordered.count > 1 ? .all(ordered) : ordered.first
    }
}

enum ConditionKeys {
    /// What may be asked in `when`.
    static let all: [Key<ConditionDraft>] = [
        key("opcode", OneOrMore<OpcodeValue>.self, "the opcode; of a message, its first frame's") {
            .kind($0.values.reduce(into: OpcodeSet()) { $0.formUnion(OpcodeSet($1.opcode)) })
        },
        key("size", SizeRange.self, "bytes of payload; of a compressed message, uncompressed") {
            .size($0.range)
        },
        key("contains", Payload.self, "these bytes stand somewhere in the payload") { .contains($0.bytes) },
        key("matches", Pattern.self, "a regular expression finds something in the payload") { .matches($0) },
        key(
            "json", JSONParts.self, "the payload is JSON, and these values stand at these pointers (RFC 6901)"
        ) {
            let parts = $0.parts.map { Condition.json(pointer: $0.pointer, equals: $0.equals) }
            return parts.count == 1 ? parts[0] : .all(parts)
        },
        key("final", Bool.self, "FIN is set") { .isFinal($0) },
        key("fragmented", Bool.self, "the message came in several frames") { .isFragmented($0) },
        key("compressed", Bool.self, "permessage-deflate compressed it") { .isCompressed($0) },
        group("all", "all of these hold") { .all($0) },
        group("any", "one of these holds, at least") { .any($0) },
        Key(
            "not", .reference("condition", "conditions"), "this does not hold",
            read: { entry, draft, reading in
                guard let condition = condition(entry.value, &reading) else { return }
                draft.parts.append(.not(condition))
                draft.place = draft.place ?? entry.place
            }),
    ]

    /// What may be asked within `all`, `any` and `not`.
    static let nested = KeyTable<ConditionDraft>(
        "a condition",
        [
            key("kind", OneOrMore<UnitKind>.self, "what it is") {
                .kind($0.values.reduce(into: OpcodeSet()) { $0.formUnion($1.word.opcodes) })
            }
        ] + all)

    private static func key<V: ParameterValue>(
        _ name: String, _ type: V.Type, _ summary: String,
        _ condition: @escaping @Sendable (V) -> Condition
    ) -> Key<ConditionDraft> {
        Key(name, V.form, summary) { entry, draft, reading in
            draft.place = draft.place ?? entry.place
            guard let value = reading.value(V.self, entry.value) else { return }
            draft.parts.append(condition(value))
        }
    }

    private static func group(
        _ name: String, _ summary: String, _ combined: @escaping @Sendable ([Condition]) -> Condition
    ) -> Key<ConditionDraft> {
        Key(name, .list(.reference("condition", "conditions")), summary) { entry, draft, reading in
            draft.place = draft.place ?? entry.place
            let values = reading.list(entry.value, of: "conditions")
            draft.parts.append(combined(values.compactMap { condition($0, &reading) }))
        }
    }

    private static func condition(_ value: Value, _ reading: inout Reading) -> Condition? {
        var draft = ConditionDraft()
        nested.read(value, into: &draft, &reading)
        return draft.condition
    }
}

/// A kind that can be asked of something that came by.
struct UnitKind: Hashable, ParameterValue {
    var word: KindWord

    static let form = ValueForm(
        "one of \(words.map(\.rawValue).joined(separator: ", "))",
        shape: .choice(words.map { ValueForm.Choice($0.rawValue, $0.summary) }))

    init(_ value: Value) throws(ValueProblem) {
        let word = value.text.flatMap { KindWord(rawValue: $0) }
        guard let word, Self.words.contains(word) else {
            let hint =
                value.text.flatMap { Suggestion.phrase(for: $0, among: Self.words.map(\.rawValue)) } ?? ""
            throw ValueProblem(at: value.place, Self.mismatch(value).message + hint)
        }
        self.word = word
    }

    var written: String? { word.rawValue }

    private static let words = KindWord.allCases.filter { !$0.opcodes.isEmpty }
}
