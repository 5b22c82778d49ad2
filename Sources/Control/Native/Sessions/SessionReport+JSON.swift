internal import Closecall
internal import Observer
internal import Relay

extension SessionReport {
    /// A session that is open, in the words that a journal has for one that has ended.
    func json(in proxy: String) -> JSONValue {
        .record([
            "proxy": .text(proxy), "session": .count(number), "key": .maybe(record.key),
            "ordinal": .maybe(record.key == nil ? nil : record.ordinal), "path": .maybe(record.target),
            "clientAddress": .text("\(client)"), "serverAddress": .maybe(server.map { "\($0)" }),
            "status": .maybe(record.status ?? record.answeredStatus),
            "subprotocol": .maybe(record.subprotocol), "compressed": .flag(record.isCompressed),
            "webSocket": .flag(record.upgradedAt != nil), "duration": .decimal(age.seconds),
            "messages": Self.bothWays(toServer.messages, toClient.messages),
            "frames": Self.bothWays(toServer.frames, toClient.frames),
            "bytes": Self.bothWays(toServer.bytes, toClient.bytes),
            "lost": Self.bothWays(record.lostToServer, record.lostToClient),
            "waiting": Self.bothWays(UInt64(waitingForServer), UInt64(waitingForClient)),
            "heldBack": .count(heldBack),
            "firings": .array(ending.firings.map { $0.json(since: ending.start) }),
        ])
    }

    private static func bothWays(_ toServer: UInt64, _ toClient: UInt64) -> JSONValue {
        .record(["toServer": .count(toServer), "toClient": .count(toClient)])
    }
}

extension Ending.Firing {
    fileprivate func json(since start: Moment) -> JSONValue {
        .record([
            "rule": .text(rule.rule), "direction": .text("\(rule.direction)"),
            "at": .text("\(rule.occasion)"),
            "age": .decimal((at - start).seconds),
        ])
    }
}
