import Faults
import Observer
import Relay
import Scenarios
import Simulator
import Testing
import WebSocketWire

/// What rules do to a session, told as what the two peers see.
struct ScenarioPlaybookTests {
    @Test func `a rule that never matches changes nothing, whatever the frames are cut into`() throws {
        try playbook(options(rule(.toClient, messages: .data, occasion: .range(1000...1000), Drop()))) {
            client, server, _ in
            upgrade(client, server)
            server.sends(.text("hello").first(1))
            client.receivesNothing()
            server.sends(.text("hello").behind(1), .text("there"))
            client.receives(.text("hello"), .text("there"))
            server.sends(.close(1000), end: .finish)
            client.receives(.close(1000), end: .finish)
        }
    }

    @Test func `the second text is dropped, and nothing else`() throws {
        try playbook(options(rule(.toClient, messages: .data, occasion: .range(2...2), Drop()))) {
            client, server, _ in
            upgrade(client, server)
            server.sends(.text("1"), .text("2"), .ping, .text("3"))
            client.receives(.text("1"), .ping, .text("3"))
            client.sends(.text("1"), .text("2"))
            server.receives(.text("1"), .text("2"))
        }
    }

    @Test func `a frame that is cut anywhere is gathered before its rule decides`() throws {
        var rule = rule(.toServer, messages: .data, Drop())
        rule.when.test = .contains(Array("secret".utf8))
        for cut in 1..<12 {
            try playbook(options(rule)) { client, server, _ in
                upgrade(client, server)
                client.sends(.text("a secret").first(cut))
                client.sends(.text("a secret").behind(cut), .text("none"))
                server.receives(.text("none"))
                client.sends(.text("none again").first(cut))
                server.receivesNothing()
                client.sends(.text("none again").behind(cut))
                server.receives(.text("none again"))
            }
        }
    }

    @Test func `what is kept back when its sender ends goes on as it came`() throws {
        var rule = rule(.toServer, messages: .data, Drop())
        rule.when.test = .contains(Array("secret".utf8))
        for cut in 1..<10 {
            try playbook(options(rule)) { client, server, _ in
                upgrade(client, server)
                client.sends(.text("whole"), .text("secret").first(cut), end: .finish)
                server.receives(.text("whole"), .text("secret").first(cut), end: .finish)
            }
        }
    }

    // MARK: Time

    @Test func `a delayed message holds up what comes behind it, and nothing is reordered`() throws {
        let delay = with(Delay()) { $0.by = .milliseconds(50) }
        try playbook(options(rule(.toClient, messages: .data, occasion: .range(2...2), delay))) {
            client, server, relay in
            upgrade(client, server)
            server.sends(.text("1"), .text("2"), .text("3"))
            client.receives(.text("1"))
            relay.waits(.milliseconds(49))
            server.sends(.ping)
            client.receivesNothing()
            relay.waits(.milliseconds(1))
            client.receives(.text("2"), .text("3"), .ping)
            server.sends(.text("4"), end: .finish)
            client.receives(.text("4"), end: .finish)
        }
    }

    @Test func `an end comes behind what is delayed`() throws {
        let delay = with(Delay()) { $0.by = .milliseconds(50) }
        try playbook(options(rule(.toClient, messages: .data, delay))) { client, server, relay in
            upgrade(client, server)
            server.sends(.text("1"), .close(1000), end: .finish)
            client.receivesNothing()
            relay.waits(.milliseconds(50))
            client.receives(.text("1"), .close(1000), end: .finish)
        }
    }

    @Test func `a message is held until others have gone before it`() throws {
        let hold = with(Hold()) { $0.behind = 2 }
        try playbook(options(rule(.toServer, messages: .data, occasion: .range(1...1), hold))) {
            client, server, _ in
            upgrade(client, server)
            client.sends(.text("1"), .text("2"))
            server.receives(.text("2"))
            client.sends(.text("3"), .text("4"))
            server.receives(.text("3"), .text("1"), .text("4"))
        }
    }

    @Test func `a message that is held goes before the end`() throws {
        let hold = with(Hold()) { $0.behind = 5 }
        try playbook(options(rule(.toServer, messages: .data, occasion: .range(1...1), hold))) {
            client, server, _ in
            upgrade(client, server)
            client.sends(.text("1"), .text("2"))
            server.receives(.text("2"))
            client.sends(end: .finish)
            server.receives(.text("1"), end: .finish)
        }
    }

    @Test func `a message that is held for a time leaves when it is over`() throws {
        let hold = with(Hold()) { $0.time = .seconds(1) }
        try playbook(options(rule(.toServer, messages: .data, occasion: .range(1...1), hold))) {
            client, server, relay in
            upgrade(client, server)
            client.sends(.text("1"), .text("2"))
            server.receives(.text("2"))
            relay.waits(.seconds(1))
            server.receives(.text("1"))
        }
    }

    @Test func `a rule about time sends its frame when its time has come, between two frames`() throws {
        var late = rule(.toClient, with(Inject()) { $0.opcode = OpcodeValue(.ping) })
        late.when.subject = .time
        late.when.after = .seconds(3)
        try playbook(options(late)) { client, server, relay in
            upgrade(client, server)
            server.sends(.text("half").first(3))
            client.receives(.text("half").first(3))
            relay.waits(.seconds(3))
            client.receivesNothing()
            server.sends(.text("half").behind(3), .text("next"))
            client.receives(.text("half").behind(3), .ping, .text("next"))
        }
    }

    // MARK: Ends

    @Test func `a message is cut, and both legs are reset behind it`() throws {
        let rule = rule(
            .toClient, messages: .data, occasion: .range(2...2), Truncate(), EndBoth(end: PlannedEnd(.reset)))
        try playbook(options(rule)) { client, server, relay in
            upgrade(client, server)
            server.sends(.text("1"), .text("abcd"), .text("3"))
            client.receives(.text("1"), .text("abcd").first(4))
            client.receives(end: .reset)
            server.receives(end: .reset)
            relay.isOver()
            relay.noted(.cut(.client, by: "rule"))
        }
    }

    @Test func `an end of one leg leaves the other open`() throws {
        let rule = rule(.toClient, messages: .data, EndBoth(end: PlannedEnd(.finish, .client)))
        try playbook(options(rule)) { client, server, relay in
            upgrade(client, server)
            server.sends(.text("1"), .text("2"))
            client.receives(.text("1"), end: .finish)
            client.sends(.text("still here"))
            server.receives(.text("still here"))
            relay.isOver(false)
            relay.noted(.lost(.toClient, bytes: 3))
        }
    }

    @Test func `an end behind an exact number of bytes`() throws {
        var cut = rule(.toClient, EndBoth(end: PlannedEnd(.close)))
        cut.when.subject = .offset(7)
        try playbook(options(cut)) { client, server, _ in
            upgrade(client, server)
            server.sends(.text("123"))
            client.receives(.text("123"))
            server.sends(.text("456"), .text("789"))
            client.receives(.text("456").first(2), end: .finish)
            server.receives(end: .finish)
        }
    }

    @Test func `an end that was kept back follows when the time is over`() throws {
        let open = with(HoldOpen()) { $0.time = .seconds(10) }
        try playbook(options(rule(.toClient, messages: .data, open))) { client, server, relay in
            upgrade(client, server)
            server.sends(.text("1"))
            client.receives(.text("1"))
            relay.waits(.seconds(4))
            server.sends(.text("2"), end: .finish)
            client.receives(.text("2"))
            relay.waits(.seconds(9))
            client.receivesNothing()
            relay.waits(.seconds(1))
            client.receives(end: .finish)
        }
    }

    @Test func `a lasting fault that fires again lasts longer, and is not in force twice`() throws {
        let late = with(Latency()) {
            $0.delay = .milliseconds(50)
            $0.time = .seconds(1)
        }
        try playbook(options(rule(.toClient, messages: .data, late))) { client, server, relay in
            upgrade(client, server)
            server.sends(.text("1"))
            client.receives(.text("1"))
            for text in ["2", "3"] {
                relay.waits(.milliseconds(900))
                server.sends(.text(text))
                relay.waits(.milliseconds(49))
                client.receivesNothing()
                relay.waits(.milliseconds(1))
                client.receives(.text(text))
            }
            relay.waits(.milliseconds(2000))
            server.sends(.text("4"))
            client.receives(.text("4"))
        }
    }

    @Test func `only pongs are lost for a time, and no end`() throws {
        let half = with(HalfOpen()) {
            $0.drop = .pongs
            $0.time = .seconds(5)
        }
        var now = rule(.toServer, half)
        now.when.subject = .time
        try playbook(options(now)) { client, server, relay in
            upgrade(client, server)
            client.sends(
                .bytes([0x8A, 0x80, 1, 2, 3, 4]), .text("1"), .bytes([0x8A, 0x80, 1, 2, 3, 4]).first(3))
            server.receives(.text("1"))
            relay.waits(.seconds(5))
            client.sends(
                .bytes([0x8A, 0x80, 1, 2, 3, 4]).behind(3), .bytes([0x8A, 0x80, 1, 2, 3, 4]), end: .finish)
            server.receives(.bytes([0x8A, 0x80, 1, 2, 3, 4, 0x8A, 0x80, 1, 2, 3, 4]), end: .finish)
        }
    }

    @Test func `a reset that throws away does not wait for what is delayed`() throws {
        let late = with(Latency()) { $0.delay = .seconds(1) }
        var begin = rule(.toClient, late)
        begin.when.subject = .offset(5)
        let away = with(ResetConnection()) { $0.flush = false }
        let end = rule(.toClient, messages: .data, occasion: .range(2...2), away)
        try playbook(options(begin, end)) { client, server, relay in
            upgrade(client, server)
            server.sends(.text("abc"))
            client.receives(.text("abc"))
            server.sends(.text("def"))
            client.receives(end: .reset)
            server.receives(end: .reset)
            relay.isOver()
        }
    }

    @Test func `candidates are counted the same whether their headers settle them or not`() throws {
        // The first rule is asked about each payload, the second settled by headers, the third by both.
        var first = rule(.toClient, messages: .data, Drop())
        first.when.test = .contains(Array("never".utf8))
        var second = rule(
            .toClient, messages: .data, occasion: .everyNth(3),
            with(Inject()) { $0.opcode = OpcodeValue(.ping) })
        second.when.test = .size(1...1)
        let third = rule(.toClient, messages: .data, occasion: .range(5...5), Drop())
        try playbook(options(first, second, third)) { client, server, _ in
            upgrade(client, server)
            server.sends(.text("1"), .text("22"), .text("3"), .text("4"), .text("5"), .text("6"), .text("7"))
            client.receives(
                .text("1"), .text("22"), .text("3"), .text("4"), .ping, .text("6"), .text("7"), .ping)
        }
    }

    @Test func `a leg whose bytes are still on their way is closed behind them, not forgotten`() throws {
        var late = rule(.toServer, with(Latency()) { $0.delay = .seconds(1) })
        late.when.subject = .offset(7)
        let close = rule(.toClient, messages: .data, EndBoth(end: PlannedEnd(.close)))
        try playbook(options(late, close)) { client, server, relay in
            upgrade(client, server)
            client.sends(.text("1"))
            server.receives(.text("1"))
            client.sends(.text("2"))
            server.sends(.text("x"))
            client.receives(.text("x"), end: .finish)
            server.receivesNothing()
            relay.waits(.seconds(1))
            server.receives(.text("2"), end: .finish)
        }
    }

    // MARK: Compression

    @Test(arguments: [true, false]) func `what follows a lost compressed message can be read`(
        _ takeover: Bool
    ) throws {
        var peer = Deflater(contextTakeover: takeover)
        var texts: [[UInt8]] = []
        for text in ["first first first", "second first first", "third second first first"] {
            var compressed: [UInt8] = []
            try deflate(text, with: &peer, into: &compressed)
            texts.append([0xC1, UInt8(compressed.count)] + compressed)
        }
        let extra = takeover ? "" : "; server_no_context_takeover"
        let drop = rule(.toClient, messages: .data, occasion: .range(2...2), Drop())
        try playbook(options(drop)) { client, server, relay in
            let offer = "Sec-WebSocket-Extensions: permessage-deflate"
            client.sends(.upgrade("/chat", more: offer + "\n"))
            server.receives(.upgrade("/chat", more: offer + "\n"))
            let answer = Piece.http(
                """
                HTTP/1.1 101 Switching Protocols
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
                \(offer)\(extra)


                """)
            server.sends(answer)
            client.receives(answer)
            server.sends(.bytes(texts[0]), .bytes(texts[1]))
            client.receives(.bytes(texts[0]))
            server.sends(.bytes(texts[2]))
            if !takeover { return client.receives(.bytes(texts[2])) }
            // Compressed anew, with nothing that refers to what was lost.
            var deflater = Deflater(windowBits: 12, contextTakeover: true, memoryLevel: 5)
            var anew: [UInt8] = []
            try deflate("third second first first", with: &deflater, into: &anew)
            client.receives(.bytes([0xC1, UInt8(anew.count)] + anew))
        }
    }

    // MARK: Fragments

    @Test func `a message in fragments is one thing, and the ping within it stays where it was`() throws {
        let fragments: [UInt8] = [0x01, 1, 0x61, 0x89, 0, 0x80, 1, 0x62]
        var rule = rule(.toClient, messages: .data, Drop())
        rule.when.test = .contains(Array("ab".utf8))
        try playbook(options(rule)) { client, server, relay in
            upgrade(client, server)
            server.sends(.bytes(fragments))
            client.receives(.ping)
            server.sends(.bytes([0x01, 1, 0x61, 0x89, 0, 0x80, 1, 0x63]))
            client.receives(.bytes([0x01, 1, 0x61, 0x89, 0, 0x80, 1, 0x63]))
            relay.counted(frames: 6, messages: 2, from: .server)
        }
    }

    @Test func `rules about frames and rules about messages act in their order on what is left`() throws {
        let second = rule(.toClient, frames: OpcodeSet(.continuation), Duplicate())
        var first = rule(.toClient, messages: .data, with(Inject()) { $0.opcode = OpcodeValue(.pong) })
        first.when.test = .size(2...2)
        try playbook(options(first, second)) { client, server, _ in
            upgrade(client, server)
            server.sends(.bytes([0x01, 1, 0x61, 0x80, 1, 0x62]))
            client.receives(.bytes([0x01, 1, 0x61, 0x80, 1, 0x62, 0x80, 1, 0x62, 0x8A, 0]))
        }
    }

    // MARK: Chance

    @Test func `the same seed makes the same choices, another seed others, and a replay none`() throws {
        var chancy = rule(.toServer, messages: .data, Drop())
        chancy.when.probability = 0.5
        let first = try survivors([chancy], seed: 1)
        #expect(try survivors([chancy], seed: 1) == first)
        #expect(try survivors([chancy], seed: 2).texts != first.texts)
        var other = rule(.toServer, frames: OpcodeSet(.pong), Drop())
        other.identity = "other"
        other.when.probability = 0.5
        #expect(try survivors([other, chancy], seed: 1).texts == first.texts)

        var replay = Replay()
        for firing in first.firings { replay.add(firing, key: "/chat", ordinal: 1) }
        #expect(try survivors([chancy], seed: 99, replay: replay).texts == first.texts)
    }

    /// Which of a hundred messages arrived, and what was decided.
    private func survivors(
        _ rules: [Rule], seed: UInt64, replay: Replay? = nil
    ) throws -> (texts: Int, firings: [RuleFiring]) {
        var scenario = Scenario()
        scenario.rules = rules
        var options = RelayOptions()
        options.rules = RuleSet(scenario, seed: seed, replay: replay) { _ in 1 }
        var firings: [RuleFiring] = []
        var bits = 0
        try playbook(options) { client, server, relay in
            upgrade(client, server)
            var fired = 0
            for number in 0..<60 {
                client.sends(.text("\(number)"))
                firings = relay.evidence.compactMap {
                    if case .fired(let firing) = $0 { firing } else { nil }
                }
                let isGone = firings.count { $0.faults == ["drop"] && $0.rule == "rule" } > fired
                if isGone { fired += 1 } else { server.receives(.text("\(number)")) }
                bits = bits << 1 | (isGone ? 1 : 0)
            }
        }
        return (bits, firings)
    }

    private func upgrade(_ client: Player, _ server: Player) {
        client.sends(.upgrade)
        server.receives(.upgrade)
        server.sends(.switchingProtocols)
        client.receives(.switchingProtocols)
    }

    private func rule(
        _ direction: Direction, messages: OpcodeSet = [], frames: OpcodeSet = [],
        occasion: Scenarios.Occasion = .every,
        _ faults: any Fault...
    ) -> Rule {
        var when = When()
        when.directions = [direction]
        when.subject = .units(messages: messages, frames: frames)
        when.occasion = occasion
        return Rule(name: "rule", identity: "rule", when: when, faults: faults)
    }

    private func options(_ rules: Rule...) -> RelayOptions {
        var scenario = Scenario()
        scenario.rules = rules
        var options = RelayOptions()
        options.rules = RuleSet(scenario) { _ in 1 }
        return options
    }
}

/// Any end, until the catalog's own are asked for by their words.
private struct EndBoth: Fault {
    var end = PlannedEnd(.reset)

    init() {}
    init(end: PlannedEnd) { self.end = end }

    static let about = About<EndBoth>("end-both", .connection, "Ends.", details: "", example: "")

    func apply(to plan: inout Plan, _ random: inout RandomStream) { plan.items.append(.end(end)) }
}

private func with<Value>(_ value: Value, _ change: (inout Value) -> Void) -> Value {
    var value = value
    change(&value)
    return value
}

private func deflate(
    _ text: String, with deflater: inout Deflater, into output: inout [UInt8]
) throws(DeflateFailure) {
    let bytes = Array(text.utf8)
    try deflater.deflate(bytes.span, into: &output)
}
