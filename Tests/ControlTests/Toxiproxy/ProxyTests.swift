import Closecall
import Reactor
import TestPeers
import Testing

@testable import Control

@Suite(.timeLimit(.minutes(1)))
struct ProxyTests {
    @Test func `a proxy relays any bytes, and half a connection's end`() async throws {
        try await ToxiproxyRig.with { rig in
            let client = try await RawPeer.connect(to: try await rig.makeProxy())
            let server = try await rig.upstream.accept()
            client.sendAndFinish([0, 1, 2])
            #expect(try await server.read(3) == [0, 1, 2])
            #expect(try await server.end() == .finished)
            // Toxiproxy would have torn down the way back.
            server.sendAndFinish([3, 4])
            #expect(try await client.readToEnd() == [3, 4])
        }
    }

    @Test func `a disabled proxy has no connections and refuses new ones, an enabled one has its port again`()
        async throws
    {
        try await ToxiproxyRig.with { rig in
            let address = try await rig.makeProxy()
            let client = try await RawPeer.connect(to: address)
            let server = try await rig.upstream.accept()
            let off = try await rig.ask("PATCH", "/proxies/p", #"{"enabled":false}"#)
            #expect(off["enabled"] == .flag(false))
            #expect(try await client.end() != nil)
            #expect(try await server.end() != nil)
            await #expect(throws: ConnectError.self) { try await RawPeer.connect(to: address) }
            let on = try await rig.ask("POST", "/proxies/p", #"{"enabled":true}"#)
            #expect(try ToxiproxyRig.address(on) == address)
            _ = try await RawPeer.connect(to: address)
            _ = try await rig.upstream.accept()
        }
    }

    @Test func `another upstream restarts a proxy at its place`() async throws {
        let other = try RawServer()
        try await ToxiproxyRig.with { rig in
            let address = try await rig.makeProxy()
            let first = try await RawPeer.connect(to: address)
            _ = try await rig.upstream.accept()
            let moved = try await rig.ask("POST", "/proxies/p", #"{"upstream":"127.0.0.1:\#(other.port)"}"#)
            #expect(try ToxiproxyRig.address(moved) == address)
            #expect(try await first.end() != nil)
            let second = try await RawPeer.connect(to: address)
            second.send([7])
            #expect(try await other.accept().read(1) == [7])
        }
    }

    @Test func `populating again leaves alone what is the same, and replaces what is not`() async throws {
        try await ToxiproxyRig.with { rig in
            let address = try await rig.makeProxy()
            try await rig.ask("POST", "/proxies/p/toxics", #"{"type":"noop"}"#)
            let upstream = "127.0.0.1:\(rig.upstream.port)"
            let same = try await rig.ask(
                "POST", "/populate", #"[{"name":"p","listen":"\#(address)","upstream":"\#(upstream)"}]"#,
                status: 201)
            #expect(same["proxies"]?.elements?.first?["toxics"]?.elements?.count == 1)
            let moved = try await rig.ask(
                "POST", "/populate", #"[{"name":"p","listen":"\#(address)","upstream":"127.0.0.1:1"}]"#,
                status: 201)
            #expect(moved["proxies"]?.elements?.first?["toxics"]?.elements?.isEmpty == true)
            #expect(moved["proxies"]?.elements?.first?["listen"]?.text == "\(address)")
        }
    }

    @Test func `all interfaces are a colon and a port, and nothing is this machine`() async throws {
        try await ToxiproxyRig.with { rig in
            let open = try await rig.ask(
                "POST", "/proxies", #"{"name":"all","listen":":0","upstream":"u:1"}"#, status: 201)
            #expect(open["listen"]?.text?.hasPrefix("[::]:") == true)
            let own = try await rig.ask("POST", "/proxies", #"{"name":"own","upstream":"u:1"}"#, status: 201)
            #expect(own["listen"]?.text?.hasPrefix("127.0.0.1:") == true)
        }
    }

    @Test func `places that are none are told`() async throws {
        try await ToxiproxyRig.with { rig in
            let listen = try await rig.ask(
                "POST", "/proxies", #"{"name":"p","listen":"bogus","upstream":"u:1"}"#, status: 500)
            #expect(listen["error"]?.text == "listen tcp: address bogus: missing port in address")
            let upstream = try await rig.ask(
                "POST", "/proxies", #"{"name":"p","upstream":"bogus"}"#, status: 400)
            #expect(upstream["error"]?.text?.hasPrefix("bad upstream: “bogus” has no port") == true)
            #expect(try await rig.ask("GET", "/proxies") == .object([]))
        }
    }

    @Test func `what is asked at once is done one after the other`() async throws {
        let collection = ProxyCollection(ChaosStarter(Toxiproxy.Options()))
        let made = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    var draft = ProxyDraft()
                    (draft.name, draft.upstream) = ("p", "u:1")
                    return (try? await collection.create(draft)) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(made == 1)
        await collection.stopAll()
    }

    @Test func `metrics count bytes by direction`() async throws {
        try await ToxiproxyRig.with { rig in
            let address = try await rig.makeProxy()
            let client = try await RawPeer.connect(to: address)
            let server = try await rig.upstream.accept()
            client.send([0, 1, 2])
            _ = try await server.read(3)
            let text = try await rig.control.ask("GET", "/metrics").body
            let labels = "listener=\"\(address)\",proxy=\"p\",upstream=\"127.0.0.1:\(rig.upstream.port)\""
            let name = "toxiproxy_proxy_received_bytes_total"
            #expect(text.contains("\(name){direction=\"upstream\",\(labels)} 3\n"), "\(text)")
            #expect(text.contains("\(name){direction=\"downstream\",\(labels)} 0\n"))
        }
    }
}
