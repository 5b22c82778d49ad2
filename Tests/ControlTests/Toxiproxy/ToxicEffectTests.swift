import Closecall
import Reactor
import TestPeers
import Testing

@testable import Control

/// What each of Toxiproxy's toxics does to a connection of raw bytes. They begin with a byte that no HTTP begins with.
@Suite(.timeLimit(.minutes(1)))
struct ToxicEffectTests {
    /// A connection through a proxy, and what is asked of the proxy.
    private struct Line {
        let rig: ToxiproxyRig
        let address: SocketAddress
        let client: RawPeer
        let server: RawPeer

        /// Adds a toxic.
        func add(_ toxic: String) async throws { try await rig.ask("POST", "/proxies/p/toxics", toxic) }

        func remove(_ toxic: String) async throws {
            try await rig.ask("DELETE", "/proxies/p/toxics/\(toxic)", status: 204)
        }

        /// Says something to the other side, and hears it there.
        func exchange() async throws {
            client.send([0, 1])
            #expect(try await server.read(2) == [0, 1])
            server.send([0, 2])
            #expect(try await client.read(2) == [0, 2])
        }
    }

    /// Connects through a proxy, and with toxics that are there before if some are named.
    private func withLine<R>(
        _ options: Toxiproxy.Options = Toxiproxy.Options(), toxics: [String] = [],
        _ body: (Line) async throws -> R
    ) async throws -> R {
        try await ToxiproxyRig.with(options: options) { rig in
            let address = try await rig.makeProxy()
            for toxic in toxics { try await rig.ask("POST", "/proxies/p/toxics", toxic) }
            let client = try await RawPeer.connect(to: address)
            let server = try await rig.upstream.accept()
            return try await body(Line(rig: rig, address: address, client: client, server: server))
        }
    }

    private func time(_ body: () async throws -> Void) async throws -> Duration {
        let start = ContinuousClock.now
        try await body()
        return ContinuousClock.now - start
    }

    @Test(arguments: [true, false])
    func `latency makes one direction late, on connections old and new`(isOld: Bool) async throws {
        let toxic = #"{"type":"latency","name":"l","attributes":{"latency":150}}"#
        try await withLine(toxics: isOld ? [] : [toxic]) { line in
            if isOld {
                try await line.exchange()
                try await line.add(toxic)
            }
            let late = try await time { try await line.exchange() }
            #expect(late >= .milliseconds(150))
            let changed = try await line.rig.ask(
                "PATCH", "/proxies/p/toxics/l", #"{"attributes":{"latency":300}}"#)
            #expect(changed["attributes"]?["latency"] == .integer(300))
            let later = try await time { try await line.exchange() }
            #expect(later >= .milliseconds(300))
            try await line.rig.ask("PATCH", "/proxies/p/toxics/l", #"{"attributes":{"latency":3600000}}"#)
            try await line.remove("l")
            try await line.exchange()
        }
    }

    @Test func `bandwidth lets through so many kilobytes a second, and none holds all until it is raised`()
        async throws
    {
        try await withLine(toxics: [#"{"type":"bandwidth","name":"b","attributes":{"rate":100}}"#]) { line in
            let bytes = [UInt8](repeating: 0, count: 20_000)
            let slow = try await time { () async throws in
                line.server.send(bytes)
                #expect(try await line.client.read(20_000) == bytes)
            }
            #expect(slow >= .milliseconds(190))
            try await line.rig.ask("POST", "/proxies/p/toxics/b", #"{"attributes":{"rate":0}}"#)
            line.server.send([0, 1])
            // The other direction is not held: when this has come, the bytes have had their time.
            line.client.send([0])
            #expect(try await line.server.read(1) == [0])
            #expect(line.client.bytes == [])
            try await line.rig.ask("POST", "/proxies/p/toxics/b", #"{"attributes":{"rate":1000}}"#)
            #expect(try await line.client.read(2) == [0, 1])
        }
    }

    @Test func `slow_close keeps an end back`() async throws {
        try await withLine(toxics: [#"{"type":"slow_close","attributes":{"delay":150}}"#]) { line in
            try await line.exchange()
            let late = try await time { () async throws in
                line.server.finish()
                #expect(try await line.client.end() == .finished)
            }
            #expect(late >= .milliseconds(150))
        }
    }

    @Test func `timeout swallows, closes what is silent, and leaves the rest alone when it is removed`()
        async throws
    {
        try await withLine(toxics: [#"{"type":"timeout","name":"t","attributes":{"timeout":0}}"#]) { line in
            line.server.send([0, 9, 9])
            line.client.send([0])
            #expect(try await line.server.read(1) == [0])
            try await line.remove("t")
            try await line.exchange()
            let closed = try await time { () async throws in
                try await line.add(#"{"type":"timeout","name":"t","attributes":{"timeout":200}}"#)
                #expect(try await line.client.end() == .finished)
            }
            #expect(closed >= .milliseconds(190))
            #expect(line.client.bytes == [])
        }
    }

    @Test func `a strict timeout takes its connections with it`() async throws {
        var options = Toxiproxy.Options()
        options.isStrict = true
        let toxic = #"{"type":"timeout","name":"t","attributes":{"timeout":0}}"#
        try await withLine(options, toxics: [toxic]) { line in
            line.client.send([0])
            #expect(try await line.server.read(1) == [0])
            try await line.remove("t")
            #expect(try await line.client.end() == .finished)
        }
    }

    @Test(arguments: [0, 100])
    func `reset_peer resets a connection that lives`(timeout: Int) async throws {
        try await withLine { line in
            try await line.exchange()
            try await line.add(#"{"type":"reset_peer","attributes":{"timeout":\#(timeout)}}"#)
            let reset = try await time { () async throws in
                line.server.send([0, 1])
                #expect(try await line.client.end() == .reset)
            }
            #expect(try await line.server.end() == .reset)
            #expect(reset >= .milliseconds(timeout))
        }
    }

    @Test func `a toxicity of nothing is nothing`() async throws {
        let reset = #"{"type":"reset_peer","toxicity":0}"#
        try await withLine(toxics: [reset]) { line in try await line.exchange() }
    }

    @Test func `slicer sends small pieces, each later than the one before`() async throws {
        let toxic =
            #"{"type":"slicer","attributes":{"average_size":10,"size_variation":2,"delay":10000}}"#
        try await withLine(toxics: [toxic]) { line in
            let bytes = (0..<200).map { UInt8($0) }
            let sliced = try await time { () async throws in
                line.server.send(bytes)
                #expect(try await line.client.read(200) == bytes)
            }
            #expect(sliced >= .milliseconds(150))
        }
    }

    @Test func `limit_data lets so many bytes through and ends`() async throws {
        try await withLine(toxics: [#"{"type":"limit_data","attributes":{"bytes":5}}"#]) { line in
            line.server.send([0, 1, 2, 3, 4, 5, 6, 7])
            let all = try await line.client.readToEnd()
            #expect(all == [0, 1, 2, 3, 4])
        }
    }

    @Test func `packet_loss takes out what came, as likely as it says`() async throws {
        try await withLine(toxics: [#"{"type":"packet_loss","name":"l","attributes":{"loss_rate":1.0}}"#]) {
            line in
            line.server.send([0, 9])
            line.client.send([0])
            #expect(try await line.server.read(1) == [0])
            try await line.rig.ask("PATCH", "/proxies/p/toxics/l", #"{"attributes":{"loss_rate":0}}"#)
            try await line.exchange()
        }
    }

    @Test func `reset takes all toxics off, and connections live on`() async throws {
        try await withLine(toxics: [#"{"type":"bandwidth","attributes":{"rate":0}}"#]) { line in
            line.server.send([0, 1])
            try await line.rig.ask("POST", "/reset", status: 204)
            #expect(try await line.client.read(2) == [0, 1])
            #expect(try await line.rig.ask("GET", "/proxies/p/toxics") == .array([]))
            try await line.exchange()
        }
    }

    @Test func `a fault of frames works on a WebSocket`() async throws {
        try await ToxiproxyRig.with { rig in
            let address = try await rig.makeProxy(scheme: "ws://")
            try await rig.ask("POST", "/proxies/p/toxics", #"{"type":"duplicate"}"#)
            async let accepted = rig.upstream.acceptWebSocket()
            let client = try await RawPeer.open(address).peer
            try await accepted.send([0x81, 2, 0x68, 0x69])
            #expect(try await client.read(8) == [0x81, 2, 0x68, 0x69, 0x81, 2, 0x68, 0x69])
        }
    }
}
