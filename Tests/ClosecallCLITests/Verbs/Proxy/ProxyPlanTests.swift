import Closecall
import Reactor
import Relay
import Testing
import WebSocketWire

@testable import ClosecallCLI

@Suite struct ProxyPlanTests {
    private func plan(_ arguments: String...) throws -> ProxyPlan {
        try ProxyPlan(ArgumentParser(.proxy).parse(arguments), Environment())
    }

    @Test func `left alone it changes nothing, and uses every core`() throws {
        let plan = try plan("ws://127.0.0.1:8080")
        #expect("\(plan.place)" == "127.0.0.1:9000")
        #expect(plan.options.threads == Cores.usable)
        #expect(plan.options.relay.rewrite == nil)
        #expect(plan.options.relay.handshakeTimeout == .seconds(30))
        #expect(plan.options.relay.idleTimeout == nil)
        #expect(plan.options.tls == nil && plan.options.upstreamTLS == nil)
        #expect(plan.options.maxSessions == nil && plan.options.via == nil)
        #expect(plan.options.proxyProtocol == nil)
        #expect(plan.drain == .seconds(5) && !plan.isQuiet && !plan.isJSON)
        #expect(plan.notes.isEmpty)
    }

    @Test(arguments: ["9000", ":9000", "127.0.0.1:9000"])
    func `a port alone is on loopback`(place: String) throws {
        #expect("\(try plan("ws://h:1", "--listen", place).place)" == "127.0.0.1:9000")
    }

    @Test(arguments: [
        ("ws://example.com", "example.com"), ("ws://example.com:80", "example.com"),
        ("ws://example.com:443", "example.com:443"), ("wss://example.com", "example.com"),
        ("wss://[::1]:443", "[::1]"), ("ws://[::1]:8080", "[::1]:8080"),
        ("http://127.0.0.1:8080", "127.0.0.1:8080"),
    ])
    func `the upstream's own Host is what a client would write there`(upstream: String, host: String) throws {
        #expect(try plan(upstream, "--rewrite-host").options.relay.rewrite == RequestRewrite(host: host))
    }

    @Test func `requests are changed as asked`() throws {
        let plan = try plan(
            "ws://h:1", "--rewrite-host=shop.example", "--header", "X-A: 1", "--header=X-A:  b=c:d ",
            "--upstream-path", "/v2?x")
        #expect(
            try plan.options.relay.rewrite
                == RequestRewrite(
                    host: "shop.example", headers: [HTTPHeader("X-A", "1"), HTTPHeader("X-A", "b=c:d")],
                    path: "/v2?x"))
    }

    @Test func `times, numbers and ways are taken as given`() throws {
        let plan = try plan(
            "wss://h:1", "--handshake-timeout", "0s", "--idle-timeout", "2m", "--connect-timeout", "3s",
            "--drain", "0s", "--threads", "3", "--max-sessions", "7", "--send-proxy", "v2", "--via",
            "http://proxy.example:3128/", "--quiet", "--json")
        #expect(plan.options.relay.handshakeTimeout == nil)
        #expect(plan.options.relay.idleTimeout == .seconds(120))
        #expect(plan.options.connecting == ConnectLimits(perAddress: .seconds(3), total: .seconds(3)))
        #expect(plan.drain == .zero)
        #expect(plan.options.threads == 3 && plan.options.maxSessions == 7)
        #expect(plan.options.proxyProtocol == .v2)
        #expect(plan.options.via == .name("proxy.example", port: 3128))
        #expect(plan.options.upstreamTLS != nil)
        #expect(plan.isQuiet && plan.isJSON)
        #expect(try self.plan("ws://h:1", "--send-proxy", "v1").options.proxyProtocol == .v1)
        #expect(
            try self.plan("ws://h:1", "--connect-timeout", "60s").options.connecting.perAddress
                == .seconds(10))
    }

    @Test func `more sessions than there are descriptors for are told`() throws {
        let limit = DescriptorLimit.raise()
        let sessions = 10_000_000
        let notes = try plan("ws://h:1", "--max-sessions", "\(sessions)").notes
        guard limit < 2 * sessions else { return }
        #expect(
            notes == [
                "10000000 sessions need 20000064 descriptors, and the limit is \(limit): raise it with ulimit -n, "
                    + "or further clients wait"
            ])
    }

    @Test func `where it listens itself is no upstream`() throws {
        let here = SocketAddress.ipv4(0x7F00_0001, port: 9000)
        let world = SocketAddress.ipv4(0, port: 9000)
        let plan = try plan("ws://h:9000")
        let loop = "UPSTREAM: ws://h:9000 is where this proxy listens itself, name the server's port"
        #expect(plan.loop(from: here, to: [.ipv6(1, port: 9000), here]) == loop)
        #expect(plan.loop(from: world, to: [here]) == loop)
        #expect(plan.loop(from: .ipv6(0, port: 9000), to: [here]) == loop)
        #expect(plan.loop(from: here, to: [.ipv4(0x7F00_0001, port: 9001)]) == nil)
        #expect(plan.loop(from: world, to: [.ipv4(0x0A00_0001, port: 9000)]) == nil)
        #expect(try self.plan("ws://h:9000", "--via", "p:1").loop(from: here, to: [here]) == nil)
    }
}
