/// A libFuzzer target as people are told of it: its name, what it checks, and how its inputs are to be read.
///
/// The bodies stand in `FuzzBodies`, which this library must not import; a test keeps the two tables alike.
public struct FuzzSubject: Sendable, Equatable {
    /// What an input holds, for showing it.
    public enum Form: Sendable, Equatable {
        /// Frames of one side; the first switch says whose.
        case frames
        case text
        case bytes
        /// What both sides say, and a scenario, in sections (`FuzzBodies/Session/SessionInput.swift`).
        case sections
    }

    /// The name of its folders below `Fuzz/Sources`, `Fuzz/Corpus` and `Fuzz/Regressions`.
    public let name: String
    /// What it checks, in one line without a full stop.
    public let summary: String
    /// What its inputs hold.
    public let form: Form
    /// How many of an input's first bytes are choices, and no part of what it holds (`FuzzBodies/Choices.swift`).
    public let choices: Int

    init(_ name: String, _ form: Form, choices: Int = 4, _ summary: String) {
        self.name = name
        self.summary = summary
        self.form = form
        self.choices = choices
    }

    /// All targets, by name.
    public static let all: [FuzzSubject] = [
        FuzzSubject("close", .bytes, "Close payloads, and the closing handshake under any events"),
        FuzzSubject("deflate", .bytes, "inflating anything within limits; deflating and inflating again"),
        FuzzSubject(
            "differential-splits", .frames, "frames read whole, in pieces and byte by byte are the same"),
        FuzzSubject("endpoint", .frames, "one end of a WebSocket: answers legally, fails once, ends once"),
        FuzzSubject("frames", .frames, "the decoders, strict and lenient, and the scanner in step"),
        FuzzSubject(
            "handshake", .text, "requests, responses, URLs and extensions; what was accepted is again"),
        FuzzSubject("http", .text, "requests to the control API, and what is in their bodies"),
        FuzzSubject("http-conversation", .text, "the HTTP of one connection, pipelines and bodies"),
        FuzzSubject(
            "inspect", .bytes, choices: 0, "captures, TCP reassembly and the sessions in them"),
        FuzzSubject("observer", .bytes, "verdicts for any evidence: one for each endpoint, exactly once"),
        FuzzSubject("relay", .bytes, "a relayed session of plain bytes, whole and in pieces"),
        FuzzSubject("roundtrip", .frames, "frames decoded, encoded, and decoded again"),
        FuzzSubject("scenario", .text, "scenario files: a scenario, or problems that can be shown"),
        FuzzSubject(
            "session", .sections, choices: 8,
            "a whole session with faults under virtual time; one ending, bounded memory"),
        FuzzSubject("utf8", .text, "the incremental validator against the standard library's"),
    ]

    /// The target of this name; nil when the table has none.
    public static func named(_ name: String) -> FuzzSubject? { all.first { $0.name == name } }
}
