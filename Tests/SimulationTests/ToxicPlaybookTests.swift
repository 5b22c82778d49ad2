import Faults
import Observer
import Relay
import Scenarios
import Simulator
import Testing

/// What Toxiproxy's toxics are to us, each armed on a connection that has been there for a while.
struct ToxicPlaybookTests {
    @Test func `latency delays what comes behind it, and what waits leaves when it is gone`() throws {
        try live(Latency { $0.delay = .milliseconds(100) }) { client, server, relay in
            server.sends(.bytes([1]))
            relay.waits(.milliseconds(99))
            client.receivesNothing()
            relay.waits(.milliseconds(1))
            client.receives(.bytes([1]))
            server.sends(.bytes([2]), end: .finish)
            client.receivesNothing()
            relay.plays(nil)
            client.receives(.bytes([2]), end: .finish)
        }
    }

    @Test func `bandwidth counts a thousand bytes to the KB`() throws {
        // 10 KB/s.
        try live(Bandwidth { $0.rate = BitRate(80_000) }) { client, server, relay in
            server.sends(.bytes([UInt8](repeating: 7, count: 5000)))
            relay.waits(.milliseconds(250))
            client.receives(bytes: 2500)
            relay.waits(.milliseconds(250))
            client.receives(bytes: 2500)
        }
    }

    @Test func `slow_close delays an end, and no byte`() throws {
        try live(SlowClose { $0.by = .seconds(3) }) { client, server, relay in
            server.sends(.bytes([1]), end: .finish)
            client.receives(.bytes([1]))
            relay.waits(.milliseconds(2999))
            client.receivesNothing()
            relay.waits(.milliseconds(1))
            client.receives(end: .finish)
        }
    }

    @Test func `timeout throws away, and closes when nothing has come for so long`() throws {
        try live(BlackHole { $0.idle = .milliseconds(500) }) { client, server, relay in
            for _ in 0..<4 {
                relay.waits(.milliseconds(499))
                server.sends(.bytes([1]))
                client.sends(.bytes([9]))
                server.receives(.bytes([9]))
            }
            relay.waits(.milliseconds(499))
            client.receivesNothing()
            relay.isOver(false)
            relay.waits(.milliseconds(1))
            client.receives(end: .finish)
            server.receives(end: .finish)
            relay.noted(.cut(.client, by: "toxic"))
            relay.waits(.seconds(10))
        }
    }

    @Test func `timeout without a time never closes, and bytes pass when it is gone`() throws {
        try live(BlackHole()) { client, server, relay in
            server.sends(.bytes([1]))
            relay.waits(.seconds(1000))
            client.receivesNothing()
            relay.plays(nil)
            server.sends(.bytes([2]))
            client.receives(.bytes([2]))
            relay.isOver(false)
        }
    }

    @Test func `reset_peer resets both sides of an old connection after its time`() throws {
        var when = When()
        when.directions = [.toClient]
        when.after = .milliseconds(700)
        try live(ResetConnection { $0.flush = false }, when) { client, server, relay in
            relay.waits(.milliseconds(699))
            server.sends(.bytes([1]))
            client.receives(.bytes([1]))
            relay.waits(.milliseconds(1))
            client.receives(end: .reset)
            server.receives(end: .reset)
            relay.isOver()
        }
    }

    @Test func `slicer cuts what comes, and joins nothing`() throws {
        let slice = SliceBytes {
            $0.size = ByteCount(2)
            $0.pause = .milliseconds(10)
        }
        try live(slice) { client, server, relay in
            server.sends(.bytes([1, 2, 3, 4, 5]))
            client.receives(.bytes([1, 2]))
            relay.waits(.milliseconds(10))
            client.receives(.bytes([3, 4]))
            relay.plays(nil)
            client.receives(.bytes([5]))
        }
    }

    @Test func `limit_data counts from its arming, cuts within a piece and closes`() throws {
        let limit = Limit {
            $0.bytes = ByteCount(7)
            $0.then = .close
        }
        try live(limit) { client, server, relay in
            server.sends(.bytes([1, 2, 3, 4]))
            client.receives(.bytes([1, 2, 3, 4]))
            server.sends(.bytes([5, 6, 7, 8, 9]))
            client.receives(.bytes([5, 6, 7]), end: .finish)
            server.receives(end: .finish)
            relay.noted(.cut(.client, by: "toxic"))
            relay.waits(.seconds(10))
        }
    }

    @Test func `packet_loss throws whole pieces away`() throws {
        try live(LoseChunks { $0.share = .all }) { client, server, relay in
            server.sends(.bytes([1, 2, 3]))
            client.receivesNothing()
            relay.plays(nil)
            server.sends(.bytes([4]))
            client.receives(.bytes([4]))
        }
    }

    /// A raw connection that has said something both ways, and then the fault downstream.
    private func live<F: Fault>(
        _ fault: F, _ when: When? = nil,
        _ body: (_ client: Player, _ server: Player, _ relay: RelayPlayer) throws -> Void
    ) throws {
        var options = RelayOptions()
        options.expectsHTTP = false
        var downstream = When()
        downstream.directions = [.toClient]
        let rule = Rule(name: "toxic", identity: "toxic", when: when ?? downstream, faults: [fault])
        let rules = RuleSet(Scenario()) { _ in 1 }.arming([RuleGroup("toxic", [rule])])
        try playbook(options) { client, server, relay in
            client.sends(.bytes([1, 2, 3]))
            server.receives(.bytes([1, 2, 3]))
            server.sends(.bytes([4, 5, 6]))
            client.receives(.bytes([4, 5, 6]))
            relay.waits(.seconds(100))
            relay.plays(rules)
            try body(client, server, relay)
        }
    }
}
