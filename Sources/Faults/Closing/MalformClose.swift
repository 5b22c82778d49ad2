internal import Observer
internal import WebSocketWire

/// Breaks a Close in one of the ways that have a name.
public struct MalformClose: Fault {
    /// In which way.
    public var form = CloseForm.oneByte
    /// The code that it says, where its form leaves one; that of the Close where nil.
    public var code: CodeValue?
    /// The reason that it says; that of the Close where nil.
    public var reason: String?
    /// How it ends behind a truncated one.
    public var then = EndChoice.fin
    /// Whose connection ends behind a truncated one.
    public var leg = LegChoice.both

    /// One byte of payload.
    public init() {}

    /// Breaks a Close.
    public static let about = About<Self>(
        "malform-close", .closing, "Breaks a Close in one of the ways that have a name.",
        details: """
            The Close leaves in the form chosen, masked as its direction asks. It keeps its own code and reason as \
            far as the form lets it, unless `code` or `reason` say others; one that was empty says 1000. Where the \
            rule is about something else than a Close, a malformed one is put before it. The truncated forms end \
            the connections where the rest of the frame should be, on both sides unless `leg` says one. \
            `rewrite-close` sends any other code that may not be sent. Clients differ most in what they make of \
            these, and the code that they report is seldom the code that they send.
            """,
        clause: "RFC 6455 §5.5.1",
        clients: "They differ by form; no browser reports the code that it sent.",
        example: """
            - when: { direction: toClient, kind: close }
              do:
                malform-close: { form: truncated-2, then: reset }
            """,
        parameters: [
            Parameter("form", \.form, "in which way", isRequired: true),
            Parameter("code", \.code, "the code instead of the Close's own"),
            Parameter("reason", \.reason, "the reason instead of the Close's own"),
            Parameter("then", \.then, "how it ends behind a truncated form"),
            Parameter("leg", \.leg, "whose connection ends behind a truncated form"),
        ])

    /// A code beside a form that says the code.
    public var conflict: String? {
        code != nil && (form.code != nil || form == .empty)
            ? "the form \"\(form.rawValue)\" leaves no room for a \"code\"; leave one of them out" : nil
    }

    /// Sends the malformed one.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        let close = plan.closeOrNew(&random)
        let words = CloseWords(of: close, code: form.code ?? code, reason: reason)
        let sound = close.saying(words.bytes)
        plan.settleClose(as: malformed(sound, words, plan, &random))
    }

    private func malformed(
        _ close: DraftFrame, _ words: CloseWords, _ plan: Plan, _ random: inout RandomStream
    ) -> [Plan.Item] {
        switch form {
        case .empty:
            return [.frame(close.saying([]))]
        case .oneByte:
            return [.frame(close.saying(Array(words.bytes.prefix(1))))]
        case .code0, .code999, .code1004, .code1005, .code1006, .code1015, .code1016, .code2999, .code5000,
            .code65535:
            return [.frame(close)]
        case .invalidUTF8Reason:
            // As much of the reason stays as leaves the frame's length legal: one offence at a time.
            return [.frame(close.saying(Array(words.bytes.prefix(ClosePayload.byteLimit - 1)) + [0xFF]))]
        case .reasonTooLong:
            return [.frame(close.saying(words.padded(to: ClosePayload.byteLimit + 1)))]
        case .oversize:
            return [.frame(close.saying(words.padded(to: 0x1_0000)))]
        case .fragmented:
            var first = close.saying(Array(words.bytes.prefix(2)))
            first.header.isFinal = false
            return [.frame(first), .frame(plan.frame(.continuation, words.reason, &random))]
        case .rsv1: return [.frame(close.with(reservedBits: 4))]
        case .rsv2: return [.frame(close.with(reservedBits: 2))]
        case .rsv3: return [.frame(close.with(reservedBits: 1))]
        case .wrongMask:
            var wrong = close
            let key = MaskingKey(bits: UInt32(truncatingIfNeeded: random.next()))
            wrong.falseKey = nil
            wrong.header.setMaskingKey(plan.direction == .toServer ? nil : key)
            return [.frame(wrong)]
        case .truncated1, .truncated2, .truncated3:
            return [.bytes(Array(close.bytes.prefix(form.cut ?? 0))), .end(then.end(leg))]
        }
    }
}

extension CloseWords {
    /// The payload with an `x` behind the reason as often as it takes; cut where it is longer.
    fileprivate func padded(to count: Int) -> [UInt8] {
        let bytes = bytes.prefix(count)
        return bytes + [UInt8](repeating: UInt8(ascii: "x"), count: count - bytes.count)
    }
}

extension DraftFrame {
    /// The same frame with these bits.
    fileprivate func with(reservedBits: UInt8) -> DraftFrame {
        var copy = self
        copy.header.reservedBits = reservedBits
        return copy
    }
}

extension Fault where Self == MalformClose {
    /// `malform-close` with its defaults.
    public static var malformClose: MalformClose { MalformClose() }
}
