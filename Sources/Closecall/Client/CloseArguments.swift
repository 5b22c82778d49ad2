internal import WebSocketWire

/// What `WebSocket.close(code, reason)` was asked to send, checked as the web does: before anything is sent
/// and whatever the state.
struct CloseArguments: Equatable {
    /// A reason has to share a control frame's 125 bytes with the code (RFC 6455 §5.5).
    static let longestReason = 123

    /// What the Close frame will say.
    let payload: ClosePayload

    /// - Parameter code: any number, as scripts may pass any; the web clamps it to 16 bits, which makes
    ///   66536 a wrong code, where cutting it would have made it 1000.
    init(code: Int?, reason: String?) throws(DOMException) {
        if let code, !(code == 1000 || (3000...4999).contains(code)) {
            throw DOMException(
                .invalidAccessError, "close code \(code) is not for applications: use 1000 or 3000 to 4999")
        }
        let bytes = (reason ?? "").utf8.count
        guard bytes <= Self.longestReason else {
            throw DOMException(
                .syntaxError,
                "the close reason takes \(bytes) bytes of UTF-8: at most \(Self.longestReason) fit a Close frame"
            )
        }
        // A reason cannot stand without a code (RFC 6455 §5.5.1), so that alone it brings 1000 along.
        let sent = code ?? (reason.map { $0.isEmpty } ?? true ? nil : 1000)
        do throws(ClosePayloadMisuse) {
            payload = try ClosePayload(
                code: sent.flatMap(UInt16.init(exactly:)).map { CloseCode(rawValue: $0) },
                reason: reason ?? "")
        } catch {
            throw DOMException(.invalidAccessError, "\(error)")
        }
    }

    /// - Parameter reason: UTF-16, which unlike a `String` can hold half a surrogate pair.
    init(code: Int?, reason: [UInt16]) throws(DOMException) {
        guard let text = String(validating: reason, as: UTF16.self) else {
            // The code's error comes first, as it does with a reason that is text.
            _ = try CloseArguments(code: code, reason: nil)
            throw DOMException(
                .syntaxError, "the close reason has an unpaired surrogate: it is no Unicode text")
        }
        try self.init(code: code, reason: text)
    }
}
