internal import Observer
internal import Relay
internal import Scenarios
internal import WebSocketWire

/// An entry as its line in a journal: one JSON object. Names are stable: fields may come, none goes.
///
/// Two runs of a scenario are the same run when their journals are equal but for `time`, `session`, `client`,
/// `server` and `version`, sorted by `key` and `ordinal`.
public enum JournalLine {
    /// The line, with its end.
    public static func text(_ entry: JournalEntry) -> String {
        var json = JSONWriter()
        json.object { json in
            switch entry {
            case .scenario(let rules): json.scenario(rules)
            case .fired(let session, let key, let ordinal, let firing, let age):
                json.field("event", "fired")
                json.field("session", session)
                json.field("key", key)
                json.field("ordinal", ordinal)
                json.firing(firing)
                json.field("time", age.seconds)
            case .ended(let session): json.ended(session)
            case .missed(let count):
                json.field("event", "missed")
                json.field("count", count)
            }
        }
        json.endLine()
        return json.text
    }
}

extension JSONWriter {
    fileprivate mutating func scenario(_ rules: RuleSet) {
        field("event", "scenario")
        field("version", 1)
        field("name", rules.scenario.name)
        // As a text: JSON readers keep no more than 53 bits of a number.
        field("seed", "\(rules.seed)")
        field("source", rules.scenario.source)
    }

    fileprivate mutating func firing(_ firing: RuleFiring) {
        field("direction", "\(firing.direction)")
        field("at", "\(firing.occasion)")
        field("rule", firing.rule)
        field("identity", firing.identity)
        field("faults", firing.faults)
        field("dice", String(firing.dice, radix: 16))
    }

    fileprivate mutating func ended(_ session: SessionReport) {
        let record = session.record
        field("event", "ended")
        field("session", session.number)
        field("key", record.key)
        field("ordinal", record.ordinal)
        field("client", "\(session.client)")
        field("server", session.server.map { "\($0)" })
        field("firings", record.firings)
        field("cutBy", record.cutBy)
        field("status", record.status)
        array("closes") { json in
            for close in record.closes {
                json.object { json in
                    json.field("direction", "\(close.direction)")
                    json.field(
                        "payload",
                        close.payload.map { byte in
                            (byte < 16 ? "0" : "") + String(byte, radix: 16)
                        }.joined())
                }
            }
        }
        array("ends") { json in
            for end in record.ends {
                json.object { json in
                    json.field("leg", "\(end.leg)")
                    json.field("how", "\(end.how)")
                }
            }
        }
        field("time", session.age.seconds)
    }
}
