import Faults
import Observer
import WebSocketWire

/// The plans that handshake faults are tried on.
enum HandshakePlans {
    static let request = RequestHead(
        target: "/chat",
        headers: [
            "Host": "a.example", "Upgrade": "websocket", "Connection": "Upgrade",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits, x-other",
        ])

    static let requestStart = "GET /chat HTTP/1.1\r\nHost: a.example\r\n"
    static let requestUpgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
    static let requestKey = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    static let requestOffer =
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-other\r\n"

    /// The request as it stands on the wire.
    static let requestText = requestStart + requestUpgrade + requestKey + requestOffer + "\r\n"

    static let response = ResponseHead(
        status: 101, reason: "Switching Protocols",
        headers: [
            "Upgrade": "websocket", "Connection": "Upgrade",
            "Sec-WebSocket-Accept": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
        ])

    static let responseStart =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    static let responseAccept = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"

    /// The response as it stands on the wire.
    static let responseText = responseStart + responseAccept + "\r\n"

    static var atRequest: Plan { Plan(.toServer, [.head(.request(request))]) }
    static var atResponse: Plan { Plan(.toClient, [.head(.response(response))]) }
}

extension Departure {
    /// These characters as bytes.
    static func text(_ text: String) -> Departure {
        .bytes(text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }
}

extension Fault {
    /// The only thing that leaves of a plan, as text.
    func text(of plan: Plan) -> String? {
        let departures = departures(of: plan)
        return departures.count == 1 ? departures[0].text : nil
    }
}
