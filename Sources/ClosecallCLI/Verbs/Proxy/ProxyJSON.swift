internal import Closecall
internal import Observer
internal import Relay
internal import WebSocketWire

/// The lines of `proxy --json`. Names are stable: fields may come, none goes.
enum ProxyJSON {
    static func listening(_ url: String) -> String {
        line { json in
            json.field("event", "listening")
            json.field("url", url)
        }
    }

    /// What a journal says of a session's end, and what only the proxy says of it.
    static func ended(_ session: SessionReport, _ language: Language) -> String {
        line { json in
            json.field("event", "session.end")
            json.sessionEnd(session, JournalScribe.Style { $0.story(in: language) })
            json.kindAndLanes(session)
            let record = session.record
            json.array("closes") { json in
                for close in record.closes { json.close(close, since: record.start) }
            }
            json.array("ends") { json in
                for end in record.ends { json.end(end, since: record.start) }
            }
            json.field("unreachable", record.unreachableReason)
            json.field("answered", record.answeredStatus)
            json.field("timeout", record.timeout.map { "\($0)" })
            json.field("raw", record.opaqueReason)
            json.field("firings", record.firings)
            json.field("cutBy", record.cutBy)
            json.field("wasShutDown", record.wasShutDown)
        }
    }

    static func state(_ state: ProxyState) -> String {
        line { json in
            json.field("event", "state")
            json.field("duration", state.age.seconds)
            json.array("sessions") { json in
                for session in state.sessions {
                    json.object { json in
                        json.session(session)
                        json.field("waitingForServer", session.waitingForServer)
                        json.field("waitingForClient", session.waitingForClient)
                    }
                }
            }
            json.field("waiting", state.waiting)
            json.object("ended") { json in
                json.totals(state.totals, count: state.ended)
            }
            json.object("endings") { $0.summary(state.endings) }
        }
    }

    static func summary(
        _ totals: ProxyTotals, _ rules: [RuleCount], _ endings: EndingSummary, after age: Duration,
        unreported: Int
    ) -> String {
        line { json in
            json.field("event", "summary")
            json.field("duration", age.seconds)
            json.totals(totals, count: totals.sessions)
            json.array("rules") { json in
                for rule in rules {
                    json.object { json in
                        json.field("name", rule.rule)
                        json.field("count", rule.count)
                    }
                }
            }
            json.object("endings") { $0.summary(endings) }
            json.field("notReported", unreported)
        }
    }

    private static func line(_ members: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        json.object(members)
        json.endLine()
        return json.text
    }
}

extension JSONWriter {
    /// What is known of a session at any time.
    fileprivate mutating func session(_ session: SessionReport) {
        let record = session.record
        field("session", session.number)
        field("clientAddress", "\(session.client)")
        field("serverAddress", session.server.map { "\($0)" })
        field("path", record.target)
        field("status", record.status)
        field("subprotocol", record.subprotocol)
        field("duration", session.age.seconds)
        kindAndLanes(session)
    }

    fileprivate mutating func kindAndLanes(_ session: SessionReport) {
        let record = session.record
        field("kind", SessionKind(session).rawValue)
        field("isCompressed", record.isCompressed)
        object("toServer") { $0.lane(session.toServer, lost: record.lostToServer) }
        object("toClient") { $0.lane(session.toClient, lost: record.lostToClient) }
    }

    private mutating func lane(_ lane: Lane, lost: UInt64) {
        field("bytes", lane.bytes)
        field("frames", lane.frames)
        field("messages", lane.messages)
        field("lost", lost)
    }

    /// Code and reason as the bytes stand there, be they legal or not.
    fileprivate mutating func close(_ close: SessionRecord.Close, since start: Moment) {
        let payload = close.payload
        let code = payload.count < 2 ? nil : UInt16(payload[0]) << 8 | UInt16(payload[1])
        object { json in
            json.field("from", "\(close.direction.source)")
            json.field("time", (close.at - start).seconds)
            json.field("code", code)
            json.field("name", code.map { CloseCode(rawValue: $0).name })
            json.field("reason", code.map { _ in String(decoding: payload[2...], as: UTF8.self) })
            json.field("payload", Wording.hex(payload))
        }
    }

    fileprivate mutating func end(_ end: SessionRecord.End, since start: Moment) {
        let how: (name: String, detail: String?) =
            switch end.how {
            case .finished: ("finished", nil)
            case .truncated: ("truncated", nil)
            case .reset: ("reset", nil)
            case .failed(let detail): ("failed", detail)
            }
        object { json in
            json.field("from", "\(end.leg)")
            json.field("time", (end.at - start).seconds)
            json.field("how", how.name)
            json.field("detail", how.detail)
        }
    }

    fileprivate mutating func totals(_ totals: ProxyTotals, count: Int) {
        field("sessions", count)
        field("webSockets", totals.webSockets)
        field("unreachable", totals.unreachable)
        object("toServer") { json in
            json.field("bytes", totals.bytesToServer)
            json.field("frames", totals.framesToServer)
        }
        object("toClient") { json in
            json.field("bytes", totals.bytesToClient)
            json.field("frames", totals.framesToClient)
        }
    }
}
