import WebSocketWire

/// The request and the response of RFC 6455 §1.3, line by line, so that a test can break just one.
enum Example {
    static let key = "dGhlIHNhbXBsZSBub25jZQ=="
    static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

    static let requestHeaders: HTTPHeaders = [
        "Host": "server.example.com",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": key,
        "Origin": "http://example.com",
        "Sec-WebSocket-Protocol": "chat, superchat",
        "Sec-WebSocket-Version": "13",
    ]
    static let responseHeaders: HTTPHeaders = [
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Accept": accept,
        "Sec-WebSocket-Protocol": "chat",
    ]

    static func requestHead(_ change: (inout RequestHead) -> Void = { _ in }) -> RequestHead {
        var head = RequestHead(target: "/chat", headers: requestHeaders)
        change(&head)
        return head
    }

    static func responseHead(_ change: (inout ResponseHead) -> Void = { _ in }) -> ResponseHead {
        var head = ResponseHead(status: 101, reason: "Switching Protocols", headers: responseHeaders)
        change(&head)
        return head
    }
}

/// What a parser made of all its input: comparable, so that splits can be held against each other.
enum Outcome<Head: Equatable>: Equatable {
    case needsMore
    /// `consumed` counts over all pieces.
    case complete(Head, consumed: Int)
    case failed(HandshakeViolation)

    var violation: HandshakeViolation? {
        if case .failed(let violation) = self { violation } else { nil }
    }
}

func parseRequest(_ pieces: [[UInt8]], limits: HandshakeLimits = .init()) -> Outcome<RequestHead> {
    var parser = RequestParser(limits: limits)
    return outcome(of: pieces) { piece throws(HandshakeViolation) in try parser.receive(piece.span) }
}

func parseResponse(_ pieces: [[UInt8]], limits: HandshakeLimits = .init()) -> Outcome<ResponseHead> {
    var parser = ResponseParser(limits: limits)
    return outcome(of: pieces) { piece throws(HandshakeViolation) in try parser.receive(piece.span) }
}

private func outcome<Head>(
    of pieces: [[UInt8]],
    receive: ([UInt8]) throws(HandshakeViolation) -> HandshakeProgress<Head>
) -> Outcome<Head> {
    var before = 0
    for piece in pieces {
        do throws(HandshakeViolation) {
            if case .complete(let head, let consumed) = try receive(piece) {
                return .complete(head, consumed: before + consumed)
            }
        } catch {
            return .failed(error)
        }
        before += piece.count
    }
    return .needsMore
}
