import Faults
import Observer
import Testing
import WebSocketWire

@testable import Relay

/// Conversations of known parts, in all sorts of pieces.
struct HTTPConversationPropertyTests {
    @Test func `a conversation is what it was made of, in whatever pieces it comes`() {
        for seed in 1...400 as ClosedRange<UInt64> {
            let conversation = RandomConversation(seed: seed)
            var random = RandomStream(seed: seed)
            let cuts =
                [conversation.script, conversation.cutIntoBytes()]
                + (0..<4).map { _ in conversation.cut(using: &random) }
            for (index, script) in cuts.enumerated() {
                let complaint = complaint(ConversationPlay(script), conversation)
                guard complaint == nil else {
                    Issue.record("seed \(seed), cut \(index): \(complaint ?? "")\n\(conversation.script)")
                    return
                }
            }
        }
    }

    @Test func `two pieces, cut anywhere, are like one`() {
        let script = [
            Sent.client(
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: t\r\n\r\n\r\n"),
            .client(upgradeRequest + "\u{1}\u{2}\u{3}"),
            .server("HTTP/1.1 100 \r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"),
            .server(upgradeResponse + "\u{1}\u{2}"),
        ]
        let whole = ConversationPlay(script)
        for (index, sent) in script.enumerated() {
            for place in 0...sent.bytes.count {
                var cut = script
                cut[index] = Sent(leg: sent.leg, bytes: Array(sent.bytes[..<place]))
                cut.insert(Sent(leg: sent.leg, bytes: Array(sent.bytes[place...])), at: index + 1)
                let play = ConversationPlay(cut)
                #expect(play.runs == whole.runs && play.decided == whole.decided, "\(index) at \(place)")
                #expect(play.conversation.state == whole.conversation.state, "\(index) at \(place)")
            }
        }
    }

    @Test func `bytes that were damaged anywhere are still in one piece each, and read alike in all pieces`()
    {
        for seed in 1...400 as ClosedRange<UInt64> {
            let conversation = RandomConversation(seed: seed)
            var random = RandomStream(seed: seed)
            var script = conversation.script
            for _ in 0...random.below(3) where !script.isEmpty {
                let index = random.below(script.count)
                var bytes = script[index].bytes
                let place = random.below(bytes.count)
                bytes[place] = random.pick([0, 0x0A, 0x0D, 0x20, 0x3A, 0x30, 0x39, 0xFF, bytes[place] ^ 0x20])
                script[index] = Sent(leg: script[index].leg, bytes: bytes)
            }
            let whole = ConversationPlay(script)
            let single = ConversationPlay(
                script.flatMap { sent in sent.bytes.map { Sent(leg: sent.leg, bytes: [$0]) } })
            for leg in Leg.allCases {
                let sent = script.filter { $0.leg == leg }.map(\.bytes.count).reduce(0, +)
                #expect(whole.runs[leg]?.map(\.count).reduce(0, +) == sent, "seed \(seed)")
            }
            #expect(whole.complaint == nil && single.complaint == nil, "seed \(seed)")
            #expect(whole.conversation.state == single.conversation.state, "seed \(seed)")
            #expect(whole.runs == single.runs && whole.decided == single.decided, "seed \(seed)")
        }
    }

    private func complaint(_ play: ConversationPlay, _ expected: RandomConversation) -> String? {
        if let complaint = play.complaint { return complaint }
        for leg in Leg.allCases where play.runs[leg] != expected.runs[leg] {
            return "\(leg): \(play.runs[leg] ?? []) where \(expected.runs[leg] ?? []) was sent"
        }
        if play.decided != expected.decided {
            return "\(play.decided) where \(expected.decided) was undecided"
        }
        return isRight(play.conversation.state, at: expected.ending)
            ? nil : "\(expected.ending) ended as \(play.conversation.state)"
    }

    private func isRight(_ state: HTTPConversation.State, at ending: RandomConversation.Ending) -> Bool {
        switch (state, ending) {
        case (.http, .open), (.http, .untilEnd): true
        case (.upgraded(let agreement), .upgraded):
            agreement.violation() == nil
        case (.opaque(let reason), _):
            switch (reason, ending) {
            case (.otherProtocol("h2c"), .otherProtocol), (.tunnel, .tunnel), (.head, .garbage),
                (.unaskedResponse(408), .unasked):
                true
            default: false
            }
        default: false
        }
    }
}
