public import WebSocketWire

/// What a client and a server agreed on by a request and a 101, right or wrong.
///
/// The connection is a WebSocket because the server says so. Whether both kept the rules on the way there is worked
/// out when somebody asks: it takes longer than all the rest of following a handshake.
public struct WebSocketAgreement: Hashable, Sendable {
    /// The request.
    public let request: RequestHead
    /// The 101.
    public let response: ResponseHead
    /// The subprotocol as the response names it.
    public let subprotocol: String?
    /// What became of permessage-deflate.
    public let deflate: DeflateOutcome

    /// What became of permessage-deflate in a handshake.
    public enum DeflateOutcome: Hashable, Sendable {
        /// The response does not name it.
        case unused
        /// Both know what holds.
        case agreed(DeflateParameters)
        /// The response names it and the request did not.
        case notOffered
        /// The response names it more than once.
        case repeated
        /// The answer fits no offer; this is what is wrong with it as an answer to the first.
        case misfit(DeflateNegotiationViolation)
        /// One of the two headers cannot be read.
        case unreadable(HandshakeViolation)
    }

    /// Reads what these two heads agree on.
    public init(request: RequestHead, response: ResponseHead) {
        self.request = request
        self.response = response
        subprotocol = response.headers["Sec-WebSocket-Protocol"]
        deflate = DeflateOutcome(request.headers, response.headers)
    }

    /// What holds for compressed messages, or nil where they cannot be read.
    public var deflateParameters: DeflateParameters? {
        if case .agreed(let parameters) = deflate { parameters } else { nil }
    }

    /// What RFC 6455 has against the request or, where that is right, against the response: nothing answers a wrong
    /// request rightly. `offender` says whose fault it is.
    public func violation() -> HandshakeViolation? {
        do throws(HandshakeViolation) {
            let asked = try HandshakeRequest(request)
            _ = try HandshakeResponse(response, answering: asked)
            return nil
        } catch {
            return error
        }
    }
}

extension WebSocketAgreement.DeflateOutcome {
    private static let name = "permessage-deflate"
    private static let header = "Sec-WebSocket-Extensions"

    init(_ request: HTTPHeaders, _ response: HTTPHeaders) {
        do throws(HandshakeViolation) {
            let answers = try Self.elements(response, from: .server)
            guard let answer = answers.first else {
                self = .unused
                return
            }
            let offers = try Self.elements(request, from: .client)
            self = answers.count > 1 ? .repeated : Self.choose(answer, among: offers)
        } catch {
            self = .unreadable(error)
        }
    }

    private static func elements(
        _ headers: HTTPHeaders, from writer: HandshakeParty
    ) throws(HandshakeViolation) -> [ExtensionOffer] {
        guard let value = headers.combined(header) else { return [] }
        return try ExtensionOffer.parse(value, from: writer).filter { $0.name == name }
    }

    /// An answer does not say which of several offers it takes (RFC 7692 §7.1.3 shows a client making two): it is
    /// the first that it fits.
    private static func choose(_ answer: ExtensionOffer, among offers: [ExtensionOffer]) -> Self {
        var first: DeflateNegotiationViolation?
        for element in offers {
            do throws(DeflateNegotiationViolation) {
                return .agreed(try DeflateParameters.accept(answer, for: DeflateOffer(element)))
            } catch {
                first = first ?? error
            }
        }
        return first.map { .misfit($0) } ?? .notOffered
    }
}
