internal import Observer
internal import WebSocketWire

extension Plan {
    /// The head that leaves, while one does.
    var head: DraftHead? {
        for case .head(let head) in items { return head }
        return nil
    }

    /// Changes the head. One that is left as it was leaves with the bytes that came.
    mutating func editHead(_ edit: (inout DraftHead) -> Void) {
        for index in items.indices {
            guard case .head(var head) = items[index] else { continue }
            edit(&head)
            items[index] = .head(head)
        }
    }

    /// Puts items in the place of the head; nothing where there is none.
    mutating func replaceHead(with new: [Item]) {
        let place = items.firstIndex { if case .head = $0 { true } else { false } }
        guard let place else { return }
        items.replaceSubrange(place...place, with: new)
    }

    /// Gives the client these bytes for an answer and ends both connections. At the request, the server is left
    /// without a word; at its response, in the belief that it was heard.
    mutating func answer(with bytes: [UInt8]) {
        guard head != nil else { return }
        switch direction {
        case .toServer:
            replaceHead(with: [.end(PlannedEnd(.close, .server))])
            reply += [.bytes(bytes), .end(PlannedEnd(.close, .client))]
        case .toClient:
            replaceHead(with: [.bytes(bytes), .end(PlannedEnd(.close, .both))])
        }
    }
}

extension ResponseHead {
    /// The whole response of a server that will not talk, with the length of its body and what ends the connection.
    func bytes(withBody body: [UInt8]) -> [UInt8] {
        var head = self
        if mayHaveBody { head.headers.append("Content-Length", "\(body.count)") }
        head.headers.append("Connection", "close")
        return head.bytes + (mayHaveBody ? body : [])
    }

    /// RFC 9110 §6.4.1: these have none, and a client would take one for the next response.
    private var mayHaveBody: Bool { status >= 200 && status != 204 && status != 304 }
}
