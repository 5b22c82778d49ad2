internal import WebSocketWire

extension Ending {
    /// The same ending without anything of what was said: no byte of a payload, no reason, no query, no header.
    public var redacted: Ending {
        var ending = self
        ending.client?.redact()
        ending.server?.redact()
        ending.cause = cause.redacted
        ending.clientSide.redact()
        ending.serverSide.redact()
        return ending
    }

    /// A request's target whose query is covered: tokens travel there.
    public static func redact(target: String) -> String {
        guard let mark = target.firstIndex(of: "?") else { return target }
        return target[...mark] + cover
    }

    /// What stands where something was covered.
    public static let cover = "[redacted]"
}

extension Verdict {
    fileprivate mutating func redact() {
        guard let event else { return }
        outcome = .event(
            CloseEvent(type: event.type, code: event.code, reason: "", wasClean: event.wasClean))
    }
}

extension Cause {
    fileprivate var redacted: Cause {
        switch self {
        case .closed(let leg, let code, _): .closed(from: leg, code: code, reason: "")
        case .refusedFrames(let leg, let code, _): .refusedFrames(by: leg, code: code, reason: "")
        default: self
        }
    }
}

extension Experience {
    fileprivate mutating func redact() {
        if let asking {
            let head = RequestHead(
                method: asking.head.method, target: Ending.redact(target: asking.head.target),
                version: asking.head.version, headers: HTTPHeaders([]))
            self.asking = Asking(head: head, mark: asking.mark)
        }
        incoming.redact()
        outgoing.redact()
    }
}

extension StreamLog {
    fileprivate mutating func redact() {
        closes = closes.map { close in
            CloseFrame(
                payload: Array(close.payload.prefix(2)), header: close.header, frame: close.frame,
                offset: close.offset, mark: close.mark)
        }
        for index in recent.indices { recent[index].forgetBytes() }
    }
}
