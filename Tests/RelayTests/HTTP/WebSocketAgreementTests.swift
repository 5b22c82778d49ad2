import Testing
import WebSocketWire

@testable import Relay

struct WebSocketAgreementTests {
    private func agreement(offer: String? = nil, answer: String? = nil) -> WebSocketAgreement {
        var request = RequestHead(
            target: "/",
            headers: [
                "Host": "a", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
                "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            ])
        var response = ResponseHead(
            status: 101, reason: "",
            headers: [
                "Upgrade": "websocket", "Connection": "Upgrade",
                "Sec-WebSocket-Accept": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            ])
        if let offer { request.headers.append("Sec-WebSocket-Extensions", offer) }
        if let answer { response.headers.append("Sec-WebSocket-Extensions", answer) }
        return WebSocketAgreement(request: request, response: response)
    }

    @Test func `what was agreed on compression is read from both heads`() {
        let agreed = agreement(
            offer: "permessage-deflate; client_max_window_bits",
            answer: "permessage-deflate; client_max_window_bits=10; server_no_context_takeover")
        let parameters = DeflateParameters(serverNoContextTakeover: true, clientMaxWindowBits: 10)
        #expect(agreed.deflate == .agreed(parameters) && agreed.deflateParameters == parameters)
        #expect(agreed.violation() == nil)
    }

    @Test func `of several offers it is the first that the answer fits`() {
        let agreed = agreement(
            offer: "permessage-deflate; server_max_window_bits=9, permessage-deflate",
            answer: "permessage-deflate")
        #expect(agreed.deflate == .agreed(DeflateParameters()))
    }

    @Test(
        arguments: [
            (nil, nil, .unused), ("permessage-deflate", nil, .unused),
            (nil, "permessage-deflate", .notOffered), ("x-other", "permessage-deflate", .notOffered),
            ("permessage-deflate", "permessage-deflate, permessage-deflate", .repeated),
            (
                "permessage-deflate", "permessage-deflate; client_max_window_bits=9",
                .misfit(.clientWindowNotOffered)
            ),
            ("permessage-deflate", "permessage-deflate; x", .misfit(.unknownParameter("x"))),
        ] as [(String?, String?, WebSocketAgreement.DeflateOutcome)])
    func `an answer that is none agrees on nothing, and says why`(
        _ offer: String?, _ answer: String?, _ outcome: WebSocketAgreement.DeflateOutcome
    ) {
        let agreed = agreement(offer: offer, answer: answer)
        #expect(agreed.deflate == outcome && agreed.deflateParameters == nil)
    }

    @Test func `a header that cannot be read agrees on nothing`() {
        let agreed = agreement(offer: "permessage-deflate", answer: "permessage-deflate; =")
        guard case .unreadable(let violation) = agreed.deflate else {
            Issue.record("\(agreed.deflate)")
            return
        }
        #expect(violation.offender == .server && agreed.violation() == violation)
    }

    @Test func `who broke a rule on the way is told apart`() {
        var request = agreement().request
        var response = agreement().response
        response.headers.set("Sec-WebSocket-Accept", "wrong")
        response.headers.append("Sec-WebSocket-Protocol", "chat")
        let wrongAccept = WebSocketAgreement(request: request, response: response)
        #expect(
            wrongAccept.violation()
                == HandshakeViolation(
                    .wrongAccept(expected: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", found: "wrong"), from: .server))
        #expect(wrongAccept.subprotocol == "chat")
        request.headers.remove("Host")
        let noHost = WebSocketAgreement(request: request, response: response)
        #expect(noHost.violation() == HandshakeViolation(.missingHeader("Host"), from: .client))
    }
}
