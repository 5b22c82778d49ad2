internal import Observer
internal import WebSocketWire

/// Answers the opening handshake with an HTTP status.
public struct AnswerStatus: Fault {
    /// The status.
    public var code = 503
    /// The phrase behind it; the usual one where nil.
    public var reason: String?
    /// The body.
    public var body = Payload([])
    /// How long the client should stay away.
    public var retryAfter: Duration?

    /// 503 without a body.
    public init() {}

    /// Answers with a status.
    public static let about = About<Self>(
        "status", .handshake, "Answers the opening handshake with an HTTP status, and hangs up.",
        details: """
            The client gets this status, a Content-Length, `Connection: close` and the body, then a FIN. The \
            request does not reach the server; with `direction: toClient` the server has answered and its answer is \
            replaced. A browser tells a page nothing of the status, so programs that want to react to 401 or 429 \
            cannot; what they do instead is worth seeing. `retry-after` is written in whole seconds, rounded up. \
            Statuses below 200, 204 and 304 have no body and no length.
            """,
        clause: "RFC 6455 §4.2.2",
        clients: """
            Browsers report 1006 unclean with an error event, whatever the status; node fires error only. No \
            browser-like client reads Retry-After.
            """,
        example: """
            - when: { kind: handshake }
              do:
                status: { code: 503, body: back soon, retry-after: 30s }
            """,
        direction: .toServer,
        parameters: [
            Parameter("code", \.code, in: 100...999, "the status"),
            Parameter("reason", \.reason, "the phrase behind it; the usual one if left out"),
            Parameter("body", \.body, "the body, a plain text"),
            Parameter("retry-after", \.retryAfter, "what Retry-After says; no such header if left out"),
        ])

    /// Answers.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        var head = ResponseHead(
            status: code, reason: reason ?? ResponseHead.usualReason(code), headers: [:])
        if let seconds { head.headers.append("Retry-After", "\(seconds)") }
        if !body.bytes.isEmpty { head.headers.append("Content-Type", "text/plain; charset=utf-8") }
        plan.answer(with: head.bytes(withBody: body.bytes))
    }

    /// RFC 9110 §10.2.3 knows no fractions.
    private var seconds: Int64? {
        guard let (whole, fraction) = retryAfter?.components else { return nil }
        return max(0, fraction > 0 && whole < .max ? whole + 1 : whole)
    }
}

extension Fault where Self == AnswerStatus {
    /// `status` with its defaults.
    public static var status: AnswerStatus { AnswerStatus() }
}
