import Faults
import Observer
import Relay
import Scenarios
import Simulator
import Testing
import WebSocketWire

/// Rules that come and go while a session runs, told as what the two peers see.
struct ChangingRulesPlaybookTests {
    // MARK: Beginning

    @Test
    func `a session without rules is given one: what is under way passes, the next whole message does not`()
        throws
    {
        let drop = set(group("a", rule(.toClient, messages: .data, Drop())))
        for cut in 0...6 {
            try playbook { client, server, relay in
                upgrade(client, server)
                server.sends(.text("0"), .text("1234").first(cut))
                client.receives(.text("0"), .text("1234").first(cut))
                relay.plays(drop)
                server.sends(.text("1234").behind(cut), .text("5678"), .ping)
                // A frame of which nothing has come is a whole one.
                if cut == 0 {
                    client.receives(.ping)
                } else {
                    client.receives(.text("1234").behind(cut), .ping)
                }
                relay.counted(frames: 4, messages: 3, from: .server)
                relay.plays(nil)
                server.sends(.text("9"))
                client.receives(.text("9"))
            }
        }
    }

    @Test func `the rest of a message in fragments passes, and rules about frames see its next frame`() throws
    {
        let messages = rule(.toClient, messages: .data, Drop())
        let frames = rule(.toClient, frames: OpcodeSet(.ping), Drop())
        try playbook { client, server, relay in
            upgrade(client, server)
            server.sends(.bytes([0x01, 1, 0x61]))
            client.receives(.bytes([0x01, 1, 0x61]))
            relay.plays(set(group("a", messages, frames)))
            server.sends(.bytes([0x89, 0, 0x80, 1, 0x62]), .text("gone"))
            client.receives(.bytes([0x80, 1, 0x62]))
            relay.counted(frames: 4, messages: 2, from: .server)
        }
    }

    @Test func `a rule without a time fires at once, also where no HTTP was spoken`() throws {
        var options = RelayOptions()
        options.expectsHTTP = false
        let late = set(group("a", rule(.toClient, with(Latency()) { $0.delay = .milliseconds(50) })))
        for speaks in [true, false] {
            try playbook(options) { client, server, relay in
                if speaks {
                    server.sends(.bytes([1, 2, 3]))
                    client.receives(.bytes([1, 2, 3]))
                }
                relay.plays(late)
                server.sends(.bytes([4]))
                relay.waits(.milliseconds(49))
                client.receivesNothing()
                relay.waits(.milliseconds(1))
                client.receives(.bytes([4]))
                client.sends(.bytes([5]))
                server.receives(.bytes([5]))
            }
        }
    }

    @Test func `what a rule of a group says of time counts from when it was armed`() throws {
        var end = rule(.toClient, with(ResetConnection()) { $0.flush = false })
        end.when.after = .seconds(2)
        for disarms in [true, false] {
            try playbook { client, server, relay in
                upgrade(client, server)
                relay.waits(.seconds(60))
                relay.plays(set(group("a", end)))
                relay.waits(.milliseconds(1999))
                server.sends(.text("1"))
                client.receives(.text("1"))
                if disarms { relay.plays(nil) }
                relay.waits(.milliseconds(1))
                if disarms {
                    client.sends(.text("2"))
                    server.receives(.text("2"))
                } else {
                    client.receives(end: .reset)
                    server.receives(end: .reset)
                    relay.noted(.cut(.client, by: "rule"))
                    relay.isOver()
                }
            }
        }
    }

    @Test func `a session meets rules in the middle of its request, and before its answer`() throws {
        let drop = set(group("a", rule(.toClient, messages: .data, Drop())))
        try playbook { client, server, relay in
            client.sends(.upgrade.first(20))
            server.receives(.upgrade.first(20))
            relay.plays(drop)
            client.sends(.upgrade.behind(20))
            server.receives(.upgrade.behind(20))
            server.sends(.switchingProtocols, .text("1"), .ping)
            client.receives(.switchingProtocols, .ping)
            relay.noted(.identified(key: "/chat", ordinal: 1))
        }
        try playbook { client, server, relay in
            client.sends(.upgrade)
            server.receives(.upgrade)
            server.sends(.switchingProtocols.first(30))
            client.receives(.switchingProtocols.first(30))
            relay.plays(drop)
            server.sends(.switchingProtocols.behind(30), .text("1"), .ping)
            client.receives(.switchingProtocols.behind(30), .ping)
        }
        try playbook { client, server, relay in
            client.sends(.upgrade, .text("early"))
            server.receives(.upgrade, .text("early"))
            relay.plays(drop)
            server.sends(.switchingProtocols.first(30))
            client.sends(.text("2"))
            server.receivesNothing()
            server.sends(.switchingProtocols.behind(30), .text("1"), .ping)
            server.receives(.text("2"))
            client.receives(.switchingProtocols, .ping)
            relay.counted(frames: 2, messages: 2, from: .client)
        }
    }

    // MARK: Going on

    @Test func `a rule that is in both sets keeps its count, its effects and its place`() throws {
        let third = group("a", rule(.toClient, messages: .data, occasion: .range(3...3), Drop()))
        let limit = group(
            "b",
            rule(
                .toClient,
                with(Limit()) {
                    $0.bytes = ByteCount(15)
                    $0.then = .close
                }))
        let other = group("c", rule(.toServer, frames: OpcodeSet(.ping), Drop()))
        let base = base()
        try playbook { client, server, relay in
            upgrade(client, server)
            relay.plays(base.arming([third, limit]))
            server.sends(.text("1"), .text("2"))
            client.receives(.text("1"), .text("2"))
            relay.plays(base.arming([other, third, limit]))
            server.sends(.text("3"), .text("4"))
            client.receives(.text("4"))
            relay.plays(base.arming([third, limit]))
            // Nine bytes have passed of the fifteen.
            server.sends(.text("abcd"), .text("5"))
            client.receives(.text("abcd"), end: .finish)
            server.receives(end: .finish)
            relay.noted(.cut(.client, by: "rule"))
        }
    }

    @Test func `a scenario that is read again goes on with the rules that say the same`() throws {
        func scenario(_ rules: Rule...) -> Scenario {
            var scenario = Scenario()
            scenario.rules = rules
            return scenario
        }
        let second = rule(.toClient, messages: .data, occasion: .everyNth(2), Drop())
        var other = rule(.toServer, messages: .data, Drop())
        other.name = "other"
        other.identity = "other"
        let first = RuleSet(scenario(second)) { _ in 1 }
        let next = RuleSet(scenario(other, second), after: first) { _ in 1 }
        let last = RuleSet(scenario(), after: next) { _ in 1 }
        var options = RelayOptions()
        options.rules = first
        try playbook(options) { client, server, relay in
            upgrade(client, server)
            server.sends(.text("1"))
            client.receives(.text("1"))
            relay.plays(next)
            client.sends(.text("gone"))
            server.sends(.text("2"), .text("3"))
            client.receives(.text("3"))
            relay.plays(last)
            client.sends(.text("here"))
            server.receives(.text("here"))
            server.sends(.text("4"))
            client.receives(.text("4"))
        }
    }

    // MARK: Ending

    @Test func `what a stall holds back leaves in order when its rule is gone, its end too`() throws {
        try playbook { client, server, relay in
            upgrade(client, server)
            relay.plays(set(group("a", rule(.toClient, Stall()))))
            server.sends(.text("1"), .text("2").first(2))
            relay.waits(.seconds(100))
            server.sends(.text("2").behind(2), .close(1000), end: .finish)
            client.receivesNothing()
            relay.plays(nil)
            client.receives(.text("1"), .text("2"), .close(1000), end: .finish)
        }
    }

    @Test func `what takes a rule's place holds up what that held up, and nothing slips through`() throws {
        let slow = rule(.toClient, with(Bandwidth()) { $0.rate = BitRate(8000) })
        let base = base()
        try playbook { client, server, relay in
            upgrade(client, server)
            relay.plays(base.arming([group("a", rule(.toClient, Stall()))]))
            server.sends(.bytes([0x82, 48] + Array(repeating: 7, count: 48)))
            server.sends(.bytes([0x82, 48] + Array(repeating: 8, count: 48)))
            relay.waits(.seconds(1))
            client.receives(bytes: 0)
            relay.plays(base.arming([group("a", slow)]))
            client.receives(bytes: 0)
            relay.waits(.milliseconds(50))
            client.receives(bytes: 50)
            relay.waits(.milliseconds(50))
            client.receives(bytes: 50)
        }
    }

    @Test func `a message that is held, a delay and an end to come are let go`() throws {
        let hold = rule(.toClient, messages: .data, occasion: .range(1...1), with(Hold()) { $0.behind = 9 })
        let delay = rule(.toClient, messages: .data, with(Delay()) { $0.by = .seconds(60) })
        let end = rule(.toClient, messages: .data, with(ResetConnection()) { $0.after = .seconds(60) })
        try playbook { client, server, relay in
            upgrade(client, server)
            relay.plays(set(group("a", hold)))
            server.sends(.text("1"), .text("2"), .text("3").first(2))
            client.receives(.text("2"), .text("3").first(2))
            relay.plays(nil)
            client.receivesNothing()
            server.sends(.text("3").behind(2))
            client.receives(.text("3").behind(2))
            client.receives(.text("1"))
            relay.plays(set(group("b", delay)))
            server.sends(.text("4"), .text("5"))
            client.receivesNothing()
            relay.plays(nil)
            client.receives(.text("4"), .text("5"))
            relay.plays(set(group("c", end)))
            server.sends(.text("6"))
            client.receives(.text("6"))
            relay.waits(.seconds(1))
            relay.plays(nil)
            relay.waits(.seconds(100))
            server.sends(.text("7"))
            client.receives(.text("7"))
            relay.isOver(false)
        }
    }

    @Test func `a message that was gathered for a rule that is gone goes on as far as it came`() throws {
        var secret = rule(.toServer, messages: .data, Drop())
        secret.when.test = .contains(Array("secret".utf8))
        for cut in 1..<12 {
            try playbook { client, server, relay in
                upgrade(client, server)
                relay.plays(set(group("a", secret)))
                client.sends(.text("secret").first(cut))
                server.receivesNothing()
                relay.plays(nil)
                // Part of a header is not sent before the rest of it is there.
                if cut >= 6 { server.receives(.text("secret").first(cut)) }
                client.sends(.text("secret").behind(cut), .text("secret"))
                server.receives(cut >= 6 ? .text("secret").behind(cut) : .text("secret"), .text("secret"))
            }
        }
    }

    // MARK: Once

    @Test func `a rule is done once, now, and named as any other`() throws {
        try playbook { client, server, relay in
            upgrade(client, server)
            relay.fires(rule(.toClient, with(Stall()) { $0.time = .seconds(3) }))
            server.sends(.text("1"))
            relay.waits(.milliseconds(2999))
            client.receivesNothing()
            relay.waits(.milliseconds(1))
            client.receives(.text("1"))
            relay.fires(rule(.toClient, with(ResetConnection()) { $0.flush = false }))
            client.receives(end: .reset)
            server.receives(end: .reset)
            relay.noted(.cut(.server, by: "rule"))
            relay.isOver()
        }
    }

    // MARK: Pausing

    @Test func `who cannot be heard is not too slow, and what he said is read later`() throws {
        var options = RelayOptions()
        options.idleTimeout = .seconds(10)
        try playbook(options) { client, server, relay in
            upgrade(client, server)
            relay.waits(.seconds(9))
            relay.pauses()
            client.sends(.text("1"))
            server.sends(.text("2"), end: .finish)
            relay.waits(.seconds(100))
            server.receivesNothing()
            client.receivesNothing()
            relay.goesOn()
            server.receives(.text("1"))
            client.receives(.text("2"), end: .finish)
            relay.waits(.seconds(9))
            relay.isOver(false)
            relay.waits(.seconds(1))
            relay.noted(.timedOut(.idle))
            client.receivesNothing()
            server.receives(end: .finish)
            relay.waits(.seconds(10))
        }
    }

    // MARK: Compression

    @Test func `where nobody can read what is compressed, rules that would change it leave it alone`() throws
    {
        let offer = "Sec-WebSocket-Extensions: permessage-deflate\n"
        let pass = rule(
            .toClient, messages: .data, occasion: .range(1...1),
            with(Latency()) {
                $0.delay = .milliseconds(10)
            })
        try playbook { client, server, relay in
            client.sends(.upgrade("/chat", more: offer))
            server.receives(.upgrade("/chat", more: offer))
            let answer = Piece.http(
                """
                HTTP/1.1 101 Switching Protocols
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
                \(offer)

                """)
            server.sends(answer, .bytes([0xC1, 1, 0]))
            client.receives(answer, .bytes([0xC1, 1, 0]))
            relay.plays(set(group("a", rule(.toClient, messages: .data, Drop()))))
            server.sends(.bytes([0xC1, 2, 8, 9]), .text("plain"), .bytes([0x41, 1, 1, 0x80, 1, 2]))
            client.receives(.bytes([0xC1, 2, 8, 9]), .bytes([0x41, 1, 1, 0x80, 1, 2]))
            relay.plays(set(group("b", pass)))
            server.sends(.bytes([0xC1, 2, 8, 9]))
            client.receives(.bytes([0xC1, 2, 8, 9]))
            server.sends(.bytes([0xC1, 1, 9]))
            client.receivesNothing()
            relay.waits(.milliseconds(10))
            client.receives(.bytes([0xC1, 1, 9]))
        }
    }

    @Test func `where all is read, a rule that comes later can take a compressed message out`() throws {
        var peer = Deflater(contextTakeover: true)
        var texts: [[UInt8]] = []
        for text in ["first first first", "second first first", "third second first first"] {
            var compressed: [UInt8] = []
            let bytes = Array(text.utf8)
            try peer.deflate(bytes.span, into: &compressed)
            texts.append([0xC1, UInt8(compressed.count)] + compressed)
        }
        var options = RelayOptions()
        options.keepsSight = true
        var drop = rule(.toClient, messages: .data, Drop())
        drop.when.test = .contains(Array("second first".utf8))
        drop.when.limit = 1
        try playbook(options) { client, server, relay in
            relay.plays(set())
            let offer = "Sec-WebSocket-Extensions: permessage-deflate\n"
            client.sends(.upgrade("/chat", more: offer))
            server.receives(.upgrade("/chat", more: offer))
            let answer = Piece.http(
                """
                HTTP/1.1 101 Switching Protocols
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
                \(offer)

                """)
            server.sends(answer, .bytes(texts[0]))
            client.receives(answer, .bytes(texts[0]))
            relay.plays(set(group("a", drop)))
            server.sends(.bytes(texts[1]), .bytes(texts[2]))
            // Compressed anew, with nothing that refers to what was lost.
            var deflater = Deflater(windowBits: 12, contextTakeover: true, memoryLevel: 5)
            var anew: [UInt8] = []
            let third = Array("third second first first".utf8)
            try deflater.deflate(third.span, into: &anew)
            client.receives(.bytes([0xC1, UInt8(anew.count)] + anew))
        }
    }

    // MARK: Helpers

    private func upgrade(_ client: Player, _ server: Player) {
        client.sends(.upgrade)
        server.receives(.upgrade)
        server.sends(.switchingProtocols)
        client.receives(.switchingProtocols)
    }

    private func base() -> RuleSet { RuleSet(Scenario()) { _ in 1 } }
    private func group(_ name: String, _ rules: Rule...) -> RuleGroup { RuleGroup(name, rules) }
    private func set(_ groups: RuleGroup...) -> RuleSet { base().arming(groups) }

    private func rule(_ direction: Direction, _ faults: any Fault...) -> Rule {
        var when = When()
        when.directions = [direction]
        return Rule(name: "rule", identity: "rule", when: when, faults: faults)
    }

    private func rule(
        _ direction: Direction, messages: OpcodeSet = [], frames: OpcodeSet = [],
        occasion: Scenarios.Occasion = .every, _ faults: any Fault...
    ) -> Rule {
        var when = When()
        when.directions = [direction]
        when.subject = .units(messages: messages, frames: frames)
        when.occasion = occasion
        return Rule(name: "rule", identity: "rule", when: when, faults: faults)
    }
}

private func with<Value>(_ value: Value, _ change: (inout Value) -> Void) -> Value {
    var value = value
    change(&value)
    return value
}
