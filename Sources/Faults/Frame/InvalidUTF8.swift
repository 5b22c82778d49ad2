/// Puts bytes into a text that are not UTF-8.
public struct InvalidUTF8: Fault {
    /// Where.
    public var at = TextPlace.end
    /// Which.
    public var kind = Kind.byteFF

    /// One that puts FF at the end.
    public init() {}

    /// Ways of not being UTF-8.
    public enum Kind: String, ParameterChoice {
        /// 80.
        case loneContinuation = "lone-continuation"
        /// C0 AF.
        case overlong
        /// ED A0 80.
        case surrogate
        /// E2 82.
        case truncated
        /// F4 90 80 80.
        case tooLarge = "too-large"
        /// FF.
        case byteFF = "0xff"

        /// The bytes.
        public var bytes: [UInt8] {
            switch self {
            case .loneContinuation: [0x80]
            case .overlong: [0xC0, 0xAF]
            case .surrogate: [0xED, 0xA0, 0x80]
            case .truncated: [0xE2, 0x82]
            case .tooLarge: [0xF4, 0x90, 0x80, 0x80]
            case .byteFF: [0xFF]
            }
        }

        /// What it means.
        public var summary: String {
            switch self {
            case .loneContinuation: "80: a continuation byte that continues nothing"
            case .overlong: "C0 AF: a slash in two bytes, where one is enough"
            case .surrogate: "ED A0 80: half of a UTF-16 pair"
            case .truncated: "E2 82: a character of three bytes without its last"
            case .tooLarge: "F4 90 80 80: a character beyond the last one, U+10FFFF"
            case .byteFF: "FF: a byte that UTF-8 never uses"
            }
        }

        /// Where UTF-8 is described.
        public var clause: String? { self == .loneContinuation || self == .truncated ? nil : "RFC 3629 §3" }
    }

    /// What is said about it.
    public static let about = About<InvalidUTF8>(
        "invalid-utf8", .frame, "Puts bytes into a text that are not UTF-8; the length is right.",
        details: """
            The bytes are put in between two characters, the message leaves in one frame with its new \
            length, and is compressed anew if it was compressed. Whoever reads it has to fail the connection \
            with 1007. It is what a server does that cuts a text at a number of bytes. Meant for text; \
            payloads of other kinds, a Close's among them, get the same bytes. To see when a receiver \
            notices, add `split`.
            """,
        clause: "RFC 6455 §8.1",
        clients: """
            Chromium, Firefox and node end with 1006, not clean, and an error event; none sends 1007, \
            Chromium sends 1002. In a message that is not complete Chromium notices at once, the other two \
            wait for its end.
            """,
        example: """
            - when: { direction: toClient, kind: text, nth: 2 }
              do:
                - invalid-utf8: { at: middle, kind: surrogate }
            """,
        parameters: [
            Parameter("at", \.at, "where they are put"),
            Parameter("kind", \.kind, "which bytes"),
        ])

    /// Puts the bytes into what the rule is about.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        guard !plan.subject.isEmpty else { return }
        var text = plan.content
        text.insert(contentsOf: kind.bytes, at: text.startOfCharacter(at: at.offset(in: text.count)))
        if plan.isOpaque, let whole = plan.subject.merged {
            var damaged = whole
            damaged.setPayload(text)
            plan.damage(into: [damaged])
        } else {
            plan.replaceMessage(with: text)
        }
    }
}

extension Fault where Self == InvalidUTF8 {
    /// `invalid-utf8` with its defaults.
    public static var invalidUtf8: InvalidUTF8 { InvalidUTF8() }
}
