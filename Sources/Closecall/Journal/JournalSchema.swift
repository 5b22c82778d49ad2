internal import Observer
internal import WebSocketWire

/// What stands in a journal: each line, each field, in one table. The JSON Schema and the tables of the documentation are
/// made from it.
public enum JournalSchema {
    /// A kind of line, or an object in one.
    struct Form: Sendable {
        let name: String
        let summary: String
        let fields: [Field]
    }

    /// A field, which is there unless it is optional.
    struct Field: Sendable {
        let name: String
        let shape: Shape
        let summary: String
        var isOptional = false
    }

    /// What a field may hold.
    indirect enum Shape: Sendable {
        case text
        /// A text like this regular expression, and what to call it.
        case form(String, called: String)
        case words([String])
        case whole(atLeast: Int)
        case seconds
        /// From 0 to 1.
        case share
        case flag
        case list(Shape)
        /// One of `parts`.
        case part(String)
        case orNull(Shape)
    }

    /// Every kind of line.
    static let lines: [Form] = [
        line(
            "journal.start", "The first line of every file, and of every run that adds to one.",
            [
                Field("version", .whole(atLeast: 1), "the form of the journal: 1"),
                Field("closecall", .text, "the program's version"),
                Field("command", .list(.text), "the command line"),
                Field(
                    "part", .whole(atLeast: 1),
                    "which file of its run this is; `--journal-size` makes several"),
                Field("redacted", .flag, "whether `--redact` keeps out what was said"),
                Field("seed", .orNull(seed), "what all chances are drawn from, as a text: it has 64 bits"),
                Field("scenario", .orNull(.part("played")), "what is played at the beginning of this file"),
            ]),
        line(
            "journal.missed", "Entries are missing between the line before and the line behind.",
            [
                Field("count", .whole(atLeast: 1), "so many: the disk was full, or too slow")
            ]),
        line(
            "scenario",
            "SIGHUP or the control API brought another scenario into force, for new sessions; all null for none.",
            [
                Field("name", .orNull(.text), "what it is called"),
                Field("seed", .orNull(seed), "as in `journal.start`"),
                Field("source", .orNull(.text), "its text"), Field("digest", .orNull(digest), "of its text"),
            ]),
        line(
            "armed", "Faults were armed beside the scenario, at once, as with the control API.",
            [
                Field("name", .text, "what they are armed as; again, in the place of those before"),
                Field("rules", .list(.text), "the rules' names, as `fault` has them"),
                Field("faults", .list(.text), "what the rules do"),
                Field("toxicity", .share, "in how many sessions"),
            ]),
        line(
            "disarmed", "They are no more.", [Field("name", .text, "what they were armed as")]),
        line(
            "session.open", "A client was let in.",
            [
                session, Field("clientAddress", .text, "where it came from"),
            ]),
        line("frame", "A frame, with `--frames`.", [session, age] + frame),
        line(
            "fault", "A rule of the scenario fired.",
            [
                session, age,
                Field("key", .text, "what the session is called: its target, or a header's value"),
                Field("ordinal", .whole(atLeast: 1), "which session of that name it is"), direction,
                Field("at", occasion, "what it fired at, counted in its direction"),
                Field("rule", .text, "its name"), Field("identity", .text, "what its draws are named after"),
                Field("faults", .list(.text), "what it did"),
                Field("dice", .form("^[0-9a-f]+$", called: "hex"), "where the faults' draws began"),
            ]),
        line(
            "session.end", "A session ended: exactly one line for each.",
            [
                session, Field("key", .orNull(.text), "as in `fault`; null without a scenario"),
                Field("ordinal", .orNull(.whole(atLeast: 1)), "as in `fault`"),
                Field("path", .orNull(.text), "the request's target as it was sent; null if none came"),
                Field("clientAddress", .text, "where the client came from"),
                Field("serverAddress", .orNull(.text), "which server was reached"),
                Field("status", .orNull(.whole(atLeast: 0)), "the answer's HTTP status"),
                Field("subprotocol", .orNull(.text), "what was agreed on"),
                Field("compressed", .flag, "whether permessage-deflate was agreed on"),
                Field(
                    "client", .orNull(.part("closeEvent")),
                    "what the client's `onclose` gets; null if it is not called"),
                Field("server", .orNull(.part("closeEvent")), "the same of the server"),
                Field(
                    "clientSaw", .orNull(.part("verdict")),
                    "what else its API tells; null where there was no WebSocket"),
                Field("serverSaw", .orNull(.part("verdict")), "the same of the server"),
                Field("cause", .words(Cause.identifiers), "why it ended"),
                Field("by", .words(["client", "server", "fault", "proxy", "network"]), "whose doing it was"),
                Field("rule", .orNull(.text), "the rule, where it was a fault's"),
                Field("story", .text, "all that in a sentence, in the language of `--lang`"),
                Field("duration", .seconds, "how long it lived"),
                Field("messages", .part("bothWays"), "messages that were complete, as they came"),
                Field("frames", .part("bothWays"), "frames that began, as they came"),
                Field("bytes", .part("bothWays"), "bytes that came, those of the handshake too"),
                Field("lost", .part("bothWays"), "bytes that came and could not be delivered"),
                Field("evidence", .part("evidence"), "what it rests on"),
            ]),
    ]

    /// Objects in lines.
    static let parts: [Form] = [
        Form(
            "played", "A scenario.",
            [
                Field("name", .text, "what it is called"), Field("source", .text, "its text"),
                Field("digest", digest, "of its text"),
            ]),
        Form(
            "closeEvent", "A CloseEvent.",
            [
                Field("code", .whole(atLeast: 0), "the code, such as 1006"),
                Field("reason", .orNull(.text), "the reason; null with `--redact`"),
                Field("wasClean", .flag, "whether there was a whole closing handshake"), profile,
            ]),
        Form(
            "verdict", "What an API tells.",
            [
                Field(
                    "outcome", .words(["event", "errorOnly", "pending"]),
                    "a close event; an error only; nothing (yet)"),
                Field("opened", .flag, "whether it told of a connection before"),
                Field("error", .flag, "whether it tells of an error"), profile,
            ]),
        Form(
            "bothWays", "A number each way.",
            [
                Field("toServer", .whole(atLeast: 0), "from the client"),
                Field("toClient", .whole(atLeast: 0), "from the server"),
            ]),
        Form(
            "evidence", "What an ending rests on.",
            [
                Field(
                    "closes", .list(.part("close")),
                    "the first Close frames each way, as they came and as they left"),
                Field("ends", .list(.part("end")), "how the endpoints ended their connections, in order"),
                Field("tells", .list(.part("tell")), "how we ended them"),
                Field("flaws", .list(.part("flaw")), "what endpoints may object to; the first of each kind"),
                Field("lastFrames", .part("lastFrames"), "the last frames each way"),
                Field("places", .part("places"), "where each stream stood at its end"),
                Field(
                    "halfOpen", .list(.part("halfOpen")), "times in which one half of a connection had ended"),
                Field("firings", .list(.part("firing")), "the rules that fired last"),
            ]),
        Form(
            "close", "A Close frame.",
            [
                from, side, Field("code", .orNull(.whole(atLeast: 0)), "its code, allowed or not"),
                Field("reason", .orNull(.text), "its reason; null with `--redact`"),
                Field("payload", hex, "its payload; with `--redact` no more than the code"), frameNumber,
                offset, age,
            ]),
        Form("end", "An end.", ending + [Field("first", .flag, "whether it was the session's first")]),
        Form("tell", "An end of ours.", ending),
        Form(
            "flaw", "Something that is wrong with a stream.",
            [
                from, side, Field("kind", .words(Flaw.Kind.identifiers), "what"), frameNumber, offset, age,
            ]),
        Form(
            "lastFrames", "Frames each way.",
            [
                Field("toServer", .list(.part("lastFrame")), "from the client"),
                Field("toClient", .list(.part("lastFrame")), "from the server"),
            ]),
        Form("lastFrame", "A frame, as in the line `frame`.", [age] + frame),
        Form(
            "places", "Where streams stood.",
            [
                Field("toServer", .part("place"), "the client's"),
                Field("toClient", .part("place"), "the server's"),
            ]),
        Form(
            "place", "Where a stream stood.",
            [
                Field("place", .words(StreamLog.Place.identifiers), "where"),
                Field("read", .orNull(.whole(atLeast: 0)), "bytes of the header that came, in one"),
                Field("missing", .orNull(.whole(atLeast: 0)), "bytes of the payload that did not, in one"),
            ]),
        Form(
            "halfOpen", "A time in which one half had ended.",
            [
                leg, Field("endedBy", .words(["peer", "proxy"]), "who had ended the half"),
                Field("from", .seconds, "since the session began"),
                Field("to", .seconds, "since the session began"),
            ]),
        Form(
            "firing", "A rule that fired.",
            [
                Field("rule", .text, "its name"), direction, Field("at", occasion, "what it fired at"), age,
            ]),
    ]
}

// MARK: What several have

extension JournalSchema {
    private static func line(_ name: String, _ summary: String, _ fields: [Field]) -> Form {
        Form(
            name, summary,
            [
                Field("event", .words([name]), "what the line is"),
                Field("time", .form(timePattern, called: "time"), "when: RFC 3339, UTC"),
            ] + fields)
    }

    private static let timePattern = #"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"#
    private static let seed = Shape.form("^[0-9]{1,20}$", called: "digits")
    private static let digest = Shape.form("^sha256:[0-9a-f]{64}$", called: "sha256:hex")
    private static let hex = Shape.form("^([0-9a-f][0-9a-f])*$", called: "hex")
    private static let occasion = Shape.form(
        "^(message|frame|handshake|offset|time) [0-9]+$", called: "`message 3`")

    private static let session = Field(
        "session", .whole(atLeast: 1), "its number, in the order they were let in")
    private static let age = Field("age", .seconds, "since the session began")
    private static let direction = Field("direction", .words(["toServer", "toClient"]), "which way it went")
    private static let from = Field("from", .words(["client", "server"]), "whose stream it is in")
    private static let leg = Field("leg", .words(["client", "server"]), "whose connection")
    private static let side = Field(
        "side", .words(FrameSide.allCases.map(\.rawValue)),
        "as it came, as it left, or both: unchanged and at once")
    private static let frameNumber = Field("frame", .whole(atLeast: 1), "which frame of its stream it was")
    private static let offset = Field("offset", .whole(atLeast: 0), "where in the stream of frames it begins")
    private static let profile = Field(
        "profile", .words(EndpointProfile.Name.allCases.map(\.rawValue)), "who reports it")

    private static let ending = [
        leg,
        Field("how", .words(LegEnd.identifiers), "FIN, FIN without close_notify, RST, or broken otherwise"),
        Field("detail", .orNull(.text), "what broke it, in words"), age,
    ]

    private static let frame = [
        direction, side, Field("number", .whole(atLeast: 1), "which frame of its stream it is"), offset,
        Field("opcode", .words((0..<16).map { Opcode(rawValue: $0).identifier }), "what it is"),
        Field("fin", .flag, "FIN"), Field("rsv", .whole(atLeast: 0), "the reserved bits: 4, 2, 1"),
        Field("masked", .flag, "whether it is masked"),
        Field("length", .whole(atLeast: 0), "the length of its payload, as its header says"),
        Field("came", .whole(atLeast: 0), "bytes of the payload that had come when this was written"),
        Field("firstBytes", hex, "how the payload begins, unmasked; not with `--redact`", isOptional: true),
    ]
}

extension JournalSchema.Form {
    fileprivate init(_ name: String, _ summary: String, _ fields: [JournalSchema.Field]) {
        self.init(name: name, summary: summary, fields: fields)
    }
}

extension JournalSchema.Field {
    fileprivate init(
        _ name: String, _ shape: JournalSchema.Shape, _ summary: String, isOptional: Bool = false
    ) {
        self.init(name: name, shape: shape, summary: summary, isOptional: isOptional)
    }
}
