internal import Faults

/// The steps of a play: one word each, alone or with what it needs.
enum PlaySteps {
    /// A word, what stands behind it, and whether it may stand alone.
    struct Word: Sendable {
        let name: String
        let summary: String
        let shape: ValueForm.Shape
        let standsAlone: Bool
        let read: @Sendable (Value, inout Reading) -> PlayStep?
    }

    static let words: [Word] = [
        Word(
            name: "send", summary: "sends messages: {n} in a text becomes 1, 2, 3 and so on",
            shape: .either([Payload.form.shape, .reference("send")]), standsAlone: false, read: send),
        Word(
            name: "ping", summary: "sends a Ping", shape: Payload.form.shape, standsAlone: true,
            read: { value, reading in
                if value.isNull { return .ping(Payload([])) }
                return reading.value(Payload.self, value).map { .ping($0) }
            }),
        Word(
            name: "wait", summary: "does nothing for a while", shape: Duration.form.shape, standsAlone: false,
            read: { value, reading in reading.value(Duration.self, value).map { .wait($0) } }),
        Word(
            name: "receive", summary: "goes on when it has got so many messages in all",
            shape: .integer(0...Int.max), standsAlone: false,
            read: { value, reading in reading.value(Int.self, value).map { .receive($0) } }),
        Word(
            name: "close", summary: "begins the closing handshake",
            shape: .either([.integer(0...65535), .reference("close")]), standsAlone: true, read: close),
    ]

    /// Reads a step; nil where something is wrong, which is said.
    static func step(_ value: Value, _ reading: inout Reading) -> PlayStep? {
        if let name = value.text, !value.isNull {
            guard let word = word(name, at: value.place, &reading) else { return nil }
            if word.standsAlone {
                return word.read(Value(.scalar("", isPlain: true), at: value.place), &reading)
            }
            reading.refuse(value.place, "\"\(name)\" needs something behind it: write \"\(name): …\"")
            return nil
        }
        guard case .map(let entries) = value.content, let entry = entries.first else {
            reading.problems.append(ValueProblem(expected: "a step such as \"send: hello\"", found: value))
            return nil
        }
        if entries.count > 1 {
            reading.refuse(
                entries[1].place,
                "expected one step behind each \"- \", found \"\(entries[1].name)\" beside \"\(entry.name)\"")
            return nil
        }
        return word(entry.name, at: entry.place, &reading)?.read(entry.value, &reading)
    }

    private static func word(_ name: String, at place: Place, _ reading: inout Reading) -> Word? {
        if let word = words.first(where: { $0.name == name }) { return word }
        let names = words.map(\.name)
        let hint = Suggestion.words(for: name, among: names) ?? "there are \(names.joined(separator: ", "))"
        reading.refuse(place, "unknown step \"\(name)\", \(hint)")
        return nil
    }
}

// MARK: send and close

extension PlaySteps {
    struct SendDraft {
        var text: Payload?
        var binary: Payload?
        var times = 1
        var every = Duration.zero
    }

    static let sendTable = KeyTable<SendDraft>(
        "\"send\"",
        [
            Key("text", Payload.self, "a text message") { $1.text = $0 },
            Key("binary", Payload.self, "a binary message") { $1.binary = $0 },
            Key("times", \.times, "how many of them"),
            Key("every", \.every, "how long after each other"),
        ])

    struct CloseDraft {
        var code: Int?
        var reason = ""
    }

    static let closeTable = KeyTable<CloseDraft>(
        "\"close\"",
        [
            Key("code", \.code, in: 0...65535, "the code"),
            Key("reason", \.reason, "the reason, 123 bytes at most"),
        ])

    @Sendable
    private static func send(_ value: Value, _ reading: inout Reading) -> PlayStep? {
        guard case .map(let entries) = value.content else {
            return reading.value(Payload.self, value).map { .send($0, isText: true, times: 1, every: .zero) }
        }
        // A payload's own map is a binary message, except for a text many times.
        if let first = entries.first?.name, ["hex", "base64", "repeat"].contains(first) {
            return reading.value(Payload.self, value).map {
                .send($0, isText: first == "repeat", times: 1, every: .zero)
            }
        }
        var draft = SendDraft()
        sendTable.read(value, into: &draft, &reading)
        guard let payload = draft.text ?? draft.binary, draft.text == nil || draft.binary == nil else {
            let found = draft.text == nil ? "neither" : "both"
            reading.refuse(value.place, "\"send\" needs either \"text\" or \"binary\", found \(found)")
            return nil
        }
        guard 1...1_000_000 ~= draft.times else {
            reading.refuse(value.place, "expected \"times\" from 1 to 1000000, found \(draft.times)")
            return nil
        }
        return .send(payload, isText: draft.text != nil, times: draft.times, every: draft.every)
    }

    @Sendable
    private static func close(_ value: Value, _ reading: inout Reading) -> PlayStep? {
        var draft = CloseDraft()
        if case .map = value.content {
            closeTable.read(value, into: &draft, &reading)
        } else if !value.isNull {
            let entry = Value.Entry("code", at: value.place, value)
            closeTable.read(Value(.map([entry]), at: value.place), into: &draft, &reading)
        }
        if draft.code == nil, !draft.reason.isEmpty {
            reading.refuse(value.place, "a \"reason\" needs a \"code\" such as 1000, which goes before it")
        }
        if draft.reason.utf8.count > 123 {
            reading.refuse(
                value.place, "expected a reason of 123 bytes at most, found \(draft.reason.utf8.count) bytes")
        }
        return .close(code: draft.code, reason: draft.reason)
    }
}
