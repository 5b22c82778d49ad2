internal import Closecall

extension Forms {
    static let sessions = [
        Form(
            "SessionList", "Sessions that are open.",
            [Form.Field("sessions", .list(.form("Session")), "by number")]),
        Form(
            "Session", "A session that is open; the words are those of session.end.",
            [
                Form.Field("proxy", .text, "the proxy's name"),
                Form.Field("session", .whole(atLeast: 1), "its number"),
                Form.Field("key", .orNull(.text), "what scenarios call it"),
                Form.Field("ordinal", .orNull(.whole(atLeast: 1)), "which of that name it is"),
                Form.Field("path", .orNull(.text), "the request's target"),
                Form.Field("clientAddress", .text, "where the client came from"),
                Form.Field("serverAddress", .orNull(.text), "which server was reached"),
                Form.Field("status", .orNull(.whole(atLeast: 0)), "the answer's HTTP status"),
                Form.Field("subprotocol", .orNull(.text), "what was agreed on"),
                Form.Field("compressed", .flag, "whether permessage-deflate was agreed on"),
                Form.Field("webSocket", .flag, "whether it is a WebSocket by now"),
                Form.Field("duration", .number, "how long it has lived, in seconds"),
                Form.Field("messages", bothWays, "messages that were complete"),
                Form.Field("frames", bothWays, "frames that began"),
                Form.Field("bytes", bothWays, "bytes that came"),
                Form.Field("lost", bothWays, "bytes that could not be delivered"),
                Form.Field("waiting", bothWays, "bytes that wait for who reads slowly"),
                Form.Field("heldBack", .whole(atLeast: 0), "bytes that rules hold back"),
                Form.Field("firings", .list(.form("firing")), "the rules that fired last"),
            ]),
        Form(
            "EndingList", "How sessions ended.",
            [Form.Field("endings", .list(.form("session.end")), "the oldest first")]),
        Form(
            "Stalling", "How long.",
            [Form.Field("for", .text, "such as 2s; for ever if left out", isOptional: true)]),
        Form("SessionApplication", "A fault that is to be done now.", application),
        Form(
            "Application", "A fault that is to be done now.",
            application + [
                Form.Field(
                    "sessions", .words(["current", "all"]),
                    "in the youngest session, or in all; current if left out",
                    isOptional: true)
            ]),
        Form("Applied", "It is done.", [Form.Field("sessions", .whole(atLeast: 0), "in so many sessions")]),
        Form(
            "missed",
            "An event: others are missing here, since they were not read in time or are not kept any more.",
            [
                Form.Field("event", .words(["missed"]), "what it is"),
                Form.Field("count", .whole(atLeast: 1), "so many"),
            ]),
    ]

    private static let bothWays = Schema.form("bothWays")

    private static let application = [
        Form.Field("fault", .text, "its word, such as reset"),
        Form.Field(
            "parameters", .anything,
            "what it is told, as in a scenario: an object, or a value for the first parameter",
            isOptional: true),
        Form.Field(
            "direction", .words(["toServer", "toClient", "both"]), "which way; both if left out",
            isOptional: true),
    ]

    /// What a journal has, with the proxy's name: endings and events.
    static var journal: [(String, JSONValue)] {
        let text = Array(JournalSchema.text.utf8)
        guard let schema = try? JSONValue(text.span), let definitions = schema["$defs"]?.members else {
            return []
        }
        return definitions.filter { !unused.contains($0.name) }.map { definition in
            let form = definition.value.leadingHere
            return (definition.name, events.contains(definition.name) ? form.namingProxy : form)
        }
    }

    private static let unused: Set = ["journal.start", "journal.missed", "frame", "played"]
    private static let events: Set = [
        "scenario", "armed", "disarmed", "session.open", "fault", "session.end",
    ]
}

extension JSONValue {
    /// With references into our document.
    fileprivate var leadingHere: JSONValue {
        switch self {
        case .text(let text) where text.hasPrefix("#/$defs/"):
            .text("#/components/schemas/\(text.dropFirst("#/$defs/".count))")
        case .array(let elements): .array(elements.map(\.leadingHere))
        case .object(let members): .object(members.map { Member($0.name, $0.value.leadingHere) })
        default: self
        }
    }

    /// With one more field, which is always there.
    fileprivate var namingProxy: JSONValue {
        let proxy = Form.Field("proxy", .text, "the proxy's name")
        return .object(
            (members ?? []).map { member in
                switch member.name {
                case "properties":
                    let about = JSONValue.record(["description": .text(proxy.summary)]).with(
                        proxy.schema.json)
                    return Member(member.name, member.value.with(.record([proxy.name: about])))
                case "required":
                    return Member(member.name, .array((member.value.elements ?? []) + [.text(proxy.name)]))
                default: return member
                }
            })
    }
}
