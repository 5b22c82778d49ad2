internal import WebSocketWire

/// What a session is, for rules that it is given later; a class, so that a session is small.
final class SessionTerms {
    let request: RequestHead
    let subprotocol: String?
    let deflate: DeflateParameters?

    init(_ agreement: WebSocketAgreement) {
        request = agreement.request
        subprotocol = agreement.subprotocol
        deflate = agreement.deflateParameters
    }
}
