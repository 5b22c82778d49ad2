internal import Observer
internal import WebSocketWire

extension JSONWriter {
    /// What an ending rests on. Ages are seconds since the session began.
    mutating func evidence(_ ending: Ending, _ record: SessionRecord, _ style: JournalScribe.Style) {
        let start = ending.start
        array("closes") { json in
            for seen in ending.seen(\.closes, sighting: Sighting.init).sorted(by: {
                $0.item.mark < $1.item.mark
            }) {
                json.object { json in json.close(seen.item, seen, start, style) }
            }
        }
        ends(ending, record)
        array("tells") { json in
            for side in [ending.clientSide, ending.serverSide] {
                guard let told = side.told else { continue }
                json.object { $0.end("\(side.leg)", told.how, at: told.mark.at, start) }
            }
        }
        array("flaws") { json in
            for seen in ending.seen(\.flaws, sighting: Sighting.init).sorted(by: {
                $0.item.seen < $1.item.seen
            }) {
                json.object { json in json.flaw(seen.item, seen, start) }
            }
        }
        object("lastFrames") { json in
            for direction in [Direction.toServer, .toClient] {
                json.array("\(direction)") { json in json.lastFrames(ending, direction, style) }
            }
        }
        object("places") { json in
            json.place("toServer", ending.clientSide.outgoing)
            json.place("toClient", ending.serverSide.outgoing)
        }
        array("halfOpen") { json in
            for span in ending.halfOpenSpans { json.object { $0.span(span, start) } }
        }
        array("firings") { json in
            for firing in ending.firings {
                json.object { json in
                    json.field("rule", firing.rule.rule)
                    json.field("direction", "\(firing.rule.direction)")
                    json.field("at", "\(firing.rule.occasion)")
                    json.field("age", (firing.at - start).seconds)
                }
            }
        }
    }

    private mutating func close(
        _ close: CloseFrame, _ seen: Ending.Seen<CloseFrame>, _ start: Moment, _ style: JournalScribe.Style
    ) {
        field("from", "\(seen.direction.source)")
        field("side", seen.side.rawValue)
        field("code", close.code)
        field("reason", style.isRedacted ? nil : close.reason)
        field("payload", close.payload.hex)
        field("frame", close.frame)
        field("offset", close.offset)
        field("age", (close.mark.at - start).seconds)
    }

    private mutating func ends(_ ending: Ending, _ record: SessionRecord) {
        array("ends") { json in
            for (index, end) in record.ends.enumerated() {
                json.object { json in
                    json.end("\(end.leg)", end.how, at: end.at, ending.start)
                    json.field("first", index == 0)
                }
            }
        }
    }

    private mutating func end(_ leg: String, _ how: LegEnd, at moment: Moment, _ start: Moment) {
        field("leg", leg)
        field("how", how.identifier)
        field("detail", how.detail)
        field("age", (moment - start).seconds)
    }

    private mutating func flaw(_ flaw: Flaw, _ seen: Ending.Seen<Flaw>, _ start: Moment) {
        field("from", "\(seen.direction.source)")
        field("side", seen.side.rawValue)
        field("kind", flaw.kind.identifier)
        field("frame", flaw.frame)
        field("offset", flaw.offset)
        field("age", (flaw.seen.at - start).seconds)
    }

    private mutating func lastFrames(_ ending: Ending, _ direction: Direction, _ style: JournalScribe.Style) {
        let seen = ending.seen(\.recent, sighting: Sighting.init)
            .filter { $0.direction == direction }
            .sorted { $0.item.mark < $1.item.mark }
        for seen in seen {
            object { json in
                json.field("age", (seen.item.mark.at - ending.start).seconds)
                json.frame(seen.item, direction, seen.side, style)
            }
        }
    }

    private mutating func place(_ name: String, _ stream: StreamLog) {
        object(name) { json in
            json.field("place", stream.place.identifier)
            json.field("read", stream.place.read)
            json.field("missing", stream.place.missing)
        }
    }

    private mutating func span(_ span: Ending.HalfOpenSpan, _ start: Moment) {
        field("leg", "\(span.leg)")
        field("endedBy", span.isEndedByPeer ? "peer" : "proxy")
        field("from", (span.from - start).seconds)
        field("to", (span.to - start).seconds)
    }
}
