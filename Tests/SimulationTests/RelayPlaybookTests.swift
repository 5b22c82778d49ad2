import Observer
import Relay
import Simulator
import Testing
import WebSocketWire

/// What a session promises, told as what the two peers see.
struct RelayPlaybookTests {
    // MARK: What arrived together leaves together

    @Test func `a Close with bytes before it and a FIN behind it leaves as it came`() throws {
        try playbook { client, server, relay in
            upgrade(client, server)
            server.sends(.text("hi"), .close(1000), end: .finish)
            client.receives(.text("hi"), .close(1000), end: .finish)
            client.sends(.close(1000), end: .finish)
            server.receives(.close(1000), end: .finish)
            relay.isOver()
            relay.noted(.closeFrame(.toClient, payload: [0x03, 0xE8], offset: 4))
            relay.noted(.closeFrame(.toServer, payload: [0x03, 0xE8], offset: 0))
        }
    }

    @Test func `a Close whose FIN came later leaves without it`() throws {
        try playbook { client, server, _ in
            upgrade(client, server)
            server.sends(.close(1001, "bye"))
            server.sends(end: .finish)
            client.receives(.close(1001, "bye"))
            client.receives(end: .finish)
        }
    }

    @Test func `the answer to the handshake and a Close right behind it leave together`() throws {
        try playbook { client, server, relay in
            client.sends(.upgrade)
            server.receives(.upgrade)
            server.sends(.switchingProtocols, .text("hi"), .close(1011), end: .finish)
            client.receives(.switchingProtocols, .text("hi"), .close(1011), end: .finish)
            relay.counted(frames: 2, messages: 1, from: .server)
            let order = relay.evidence.suffix(3).map { evidence in
                switch evidence {
                case .upgraded: "upgraded"
                case .closeFrame: "Close"
                case .ended: "ended"
                default: "\(evidence)"
                }
            }
            #expect(order == ["upgraded", "Close", "ended"])
        }
    }

    @Test func `pipelined requests leave together, rewritten ones too`() throws {
        var options = RelayOptions()
        options.rewrite = try RequestRewrite(host: "up.example")
        try playbook { client, server, _ in
            client.sends(.get("a"), .get("a"))
            server.receives(.get("a"), .get("a"))
        }
        try playbook(options) { client, server, _ in
            client.sends(.get("a"), .get("a"))
            server.receives(.get("up.example"), .get("up.example"))
        }
    }

    // MARK: Half-close, reset, order

    @Test func `a FIN becomes a FIN, and the other half goes on`() throws {
        try playbook { client, server, relay in
            upgrade(client, server)
            client.sends(.text("last"), end: .finish)
            server.receives(.text("last"), end: .finish)
            server.sends(.text("still here"))
            client.receives(.text("still here"))
            relay.isOver(false)
            server.sends(end: .finish)
            client.receives(end: .finish)
            relay.isOver()
        }
    }

    @Test func `a reset becomes a reset, behind the bytes before it`() throws {
        try playbook { client, server, relay in
            upgrade(client, server)
            client.sends(.text("last"), end: .reset)
            server.receives(.text("last"))
            server.receives(end: .reset)
            relay.noted(.ended(.client, .reset))
            relay.isOver()
        }
    }

    @Test func `a stream that TLS calls cut off is cut off on the other side`() throws {
        try playbook { client, server, relay in
            upgrade(client, server)
            server.sends(.text("hi"), end: .truncate)
            client.receives(.text("hi"), end: .truncate)
            relay.noted(.ended(.server, .truncated))
        }
    }

    @Test func `what a broken leg was still to get is told as lost`() throws {
        var options = RelayOptions()
        options.highWater = 1000
        try playbook(options, window: 500) { client, server, relay in
            upgrade(client, server)
            client.stopsReading()
            server.sends(.binary(count: 1200))
            client.receives(bytes: 500)
            client.sends(end: .reset)
            server.receives(end: .reset)
            relay.noted(.lost(.toClient, bytes: 704))
            relay.isOver()
        }
    }

    // MARK: Answers in the server's place

    @Test func `a server that cannot be reached is a 502 with the reason, once the request is complete`()
        throws
    {
        try playbook(isDialing: true) { client, server, relay in
            client.sends(.upgrade.first(30))
            server.isUnreachable()
            client.receivesNothing()
            client.sends(.upgrade.behind(30))
            client.receivesAnswer(502, "nobody there")
            client.sends(end: .finish)
            relay.noted(.unreachable("nobody there"))
            relay.noted(.answered(status: 502))
            relay.isOver()
        }
    }

    @Test func `a way to the server that takes too long is a 504`() throws {
        try playbook(isDialing: true) { client, server, relay in
            client.sends(.upgrade)
            server.isUnreachable(isTimeout: true)
            client.receivesAnswer(504, "no connection")
            relay.isOver(false)
            relay.waits(.seconds(2))
            relay.isOver()
        }
    }

    @Test func `a request that is not complete in time is a 408`() throws {
        try playbook { client, server, relay in
            client.sends(.upgrade.first(30))
            server.receives(.upgrade.first(30))
            relay.waits(.seconds(29.9))
            client.receivesNothing()
            relay.waits(.seconds(0.1))
            client.receivesAnswer(408, "not complete")
            server.receives(end: .reset)
            relay.noted(.timedOut(.handshake))
        }
    }

    @Test func `a server that does not answer a handshake in time is a 504`() throws {
        try playbook { client, server, relay in
            client.sends(.upgrade)
            server.receives(.upgrade)
            relay.waits(.seconds(30))
            client.receivesAnswer(504, "no answer")
            server.receives(end: .reset)
        }
    }

    @Test func `a server may take as long as it likes for what is no handshake`() throws {
        try playbook { client, server, relay in
            client.sends(.get("a"))
            server.receives(.get("a"))
            relay.waits(.seconds(3600))
            server.sends(.http("HTTP/1.1 204 No Content\n\n"))
            client.receives(.http("HTTP/1.1 204 No Content\n\n"))
        }
    }

    @Test func `HTTP/2 gets a clear error`() throws {
        try playbook { client, server, relay in
            client.sends(.http("PRI * HTTP/2.0\n\nSM\n\n"))
            client.receivesAnswer(505, "HTTP/1.1")
            server.receives(end: .reset)
            relay.noted(.answered(status: 505))
        }
    }

    // MARK: What the connection becomes

    @Test func `a request that asks again after a 401 becomes a WebSocket on the same connection`() throws {
        try playbook { client, server, relay in
            client.sends(.upgrade)
            server.receives(.upgrade)
            server.sends(.unauthorized)
            client.receives(.unauthorized)
            upgrade(client, server)
            client.sends(.text("hi"), .ping)
            server.receives(.text("hi"), .ping)
            relay.counted(frames: 2, messages: 1, from: .client)
        }
    }

    @Test func `frames that a client sends before the answer are counted when it is a yes`() throws {
        try playbook { client, server, relay in
            client.sends(.upgrade, .text("eager"))
            server.receives(.upgrade, .text("eager"))
            relay.counted(frames: 0, messages: 0, from: .client)
            server.sends(.switchingProtocols)
            client.receives(.switchingProtocols)
            relay.counted(frames: 1, messages: 1, from: .client)
        }
    }

    @Test func `what a client sends before the answer waits for it where requests are rewritten`() throws {
        var options = RelayOptions()
        options.rewrite = try RequestRewrite(host: "up.example")
        try playbook(options) { client, server, relay in
            client.sends(.upgrade, .text("eager"), end: .finish)
            server.receives(.upgrade("/chat", host: "up.example"))
            server.sends(.switchingProtocols)
            client.receives(.switchingProtocols)
            server.receives(.text("eager"), end: .finish)
            relay.counted(frames: 1, messages: 1, from: .client)
        }
    }

    @Test func `part of a head that waits to be rewritten is sent once, whoever ends first`() throws {
        var options = RelayOptions()
        options.rewrite = try RequestRewrite(host: "up.example")
        try playbook(options) { client, server, _ in
            client.sends(.get("a").first(20))
            server.receivesNothing()
            client.sends(end: .finish)
            server.receives(.get("a").first(20), end: .finish)
        }
        try playbook(options) { client, server, _ in
            client.sends(.get("a").first(20))
            server.sends(end: .finish)
            client.receives(end: .finish)
            server.receivesNothing()
            client.sends(.get("a").behind(20))
            server.receives(.get("up.example"))
        }
    }

    @Test func `bytes that are no HTTP are moved as they are`() throws {
        try playbook { client, server, relay in
            client.sends(.bytes([0x16, 3, 1, 0, 200]))
            server.receives(.bytes([0x16, 3, 1, 0, 200]))
            server.sends(.bytes([1, 2, 3]), end: .finish)
            client.receives(.bytes([1, 2, 3]), end: .finish)
            relay.counted(frames: 0, messages: 0, from: .client)
        }
    }

    // MARK: Bounds

    @Test func `a reader that does not read stops the writer, and lets it go on`() throws {
        var options = RelayOptions()
        options.highWater = 1000
        try playbook(options, window: 2000) { client, server, relay in
            upgrade(client, server)
            client.stopsReading()
            server.sends(.binary(count: 10_000))
            relay.reads(.server, false)
            relay.reads(.client)
            #expect(relay.waiting(for: .client) == 8004)
            server.sends(.text("more"))
            #expect(relay.waiting(for: .client) == 8004)
            client.readsOn()
            relay.reads(.server)
            client.receives(bytes: 10_010)
        }
    }

    @Test func `a session without a byte for the idle timeout ends, and none sooner`() throws {
        var options = RelayOptions()
        options.idleTimeout = .seconds(10)
        try playbook(options) { client, server, relay in
            upgrade(client, server)
            relay.waits(.seconds(9))
            client.sends(.ping)
            server.receives(.ping)
            relay.waits(.seconds(9.9))
            relay.isOver(false)
            relay.waits(.seconds(0.1))
            client.receives(end: .finish)
            server.receives(end: .finish)
            relay.noted(.timedOut(.idle))
            relay.waits(.seconds(2))
            relay.isOver()
        }
    }

    @Test func `a proxy that stops ends both legs behind what they are still to get`() throws {
        try playbook { client, server, relay in
            upgrade(client, server)
            server.sends(.text("last"))
            relay.shutsDown()
            client.receives(.text("last"))
            client.receives(end: .finish)
            server.receives(end: .finish)
            client.sends(end: .finish)
            relay.isOver(false)
            relay.waits(.seconds(2))
            relay.isOver()
            relay.noted(.shutDown)
        }
    }
}

private func upgrade(_ client: Player, _ server: Player) {
    client.sends(.upgrade)
    server.receives(.upgrade)
    server.sends(.switchingProtocols)
    client.receives(.switchingProtocols)
}

extension Piece {
    fileprivate static func get(_ host: String) -> Piece { http("GET / HTTP/1.1\nHost: \(host)\n\n") }
}
