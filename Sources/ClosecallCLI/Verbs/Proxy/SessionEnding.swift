internal import Observer
internal import WebSocketWire

/// What ended a session, in words: what was seen, in the order it was seen, and no verdict on it.
struct SessionEnding {
    enum Severity { case good, doubtful, bad }

    let record: SessionRecord
    let kind: SessionKind

    /// `close 4000 "bye" from client, answered; FIN from server, then client`
    var words: String {
        var parts: [String] = []
        if let reason = record.unreachableReason { parts.append(reason) }
        switch record.timeout {
        case .handshake: parts.append("the handshake took too long")
        case .idle: parts.append("silent for too long")
        case nil: break
        }
        if record.wasShutDown { parts.append("the proxy stopped") }
        if let rule = record.cutBy {
            parts.append("cut by rule \(Wording.quoted(rule))")
        } else if record.firings > 0 {
            parts.append("\(Wording.count(record.firings, "fault")) on the way")
        }
        if kind == .websocket { parts.append(closes) }
        if kind != .unreachable, kind != .answered, !record.ends.isEmpty { parts.append(ends) }
        parts += losses
        return Wording.oneLine(parts.joined(separator: "; "))
    }

    var severity: Severity {
        let hasBroken = record.ends.contains { !$0.how.isOrderly }
        let isLost = record.lostToServer > 0 || record.lostToClient > 0
        if kind == .unreachable || kind == .answered || record.timeout != nil || hasBroken || isLost {
            return .bad
        }
        let isUnanswered = kind == .websocket && record.closes.count < 2
        return isUnanswered || record.wasShutDown || kind == .empty ? .doubtful : .good
    }

    private var closes: String {
        guard let first = record.closes.first else { return "no close" }
        let opening = "close \(Self.payload(first.payload)) from \(first.direction.source)"
        guard record.closes.count > 1, let answer = record.closes.last else {
            return "\(opening), not answered"
        }
        // An answer that says the same, as RFC 6455 §5.5.1 asks for, is not said twice.
        let isEcho = answer.payload.prefix(2) == first.payload.prefix(2)
        return "\(opening), answered\(isEcho ? "" : " with \(Self.payload(answer.payload))")"
    }

    /// `4000 "bye"`; whatever stands there, for a peer may break every rule.
    private static func payload(_ bytes: [UInt8]) -> String {
        guard bytes.count >= 2 else {
            return bytes.isEmpty ? "without a code" : "with one byte 0x\(Wording.hex(bytes))"
        }
        let code = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
        let reason = String(decoding: bytes[2...], as: UTF8.self)
        return reason.isEmpty ? "\(code)" : "\(code) \(Wording.quoted(reason))"
    }

    private var ends: String {
        var phrases: [String] = []
        var last: LegEnd?
        for end in record.ends {
            phrases.append(end.how == last ? "\(end.leg)" : "\(end.how.words) from \(end.leg)")
            last = end.how
        }
        return phrases.joined(separator: ", then ")
    }

    private var losses: [String] {
        [(record.lostToServer, Leg.server), (record.lostToClient, .client)].filter { $0.0 > 0 }
            .map { "\(Wording.size($0.0)) to \($0.1) lost" }
    }
}

extension LegEnd {
    fileprivate var words: String {
        switch self {
        case .finished: "FIN"
        case .truncated: "FIN without close_notify"
        case .reset: "RST"
        case .failed(let reason): "failure (\(reason))"
        }
    }

    fileprivate var isOrderly: Bool {
        switch self {
        case .finished, .truncated: true
        case .reset, .failed: false
        }
    }
}
