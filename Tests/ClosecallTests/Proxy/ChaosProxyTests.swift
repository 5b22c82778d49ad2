import Closecall
import Observer
import Reactor
import Relay
import TestPeers
import Testing
import WebSocketWire

@Suite(.timeLimit(.minutes(1)))
struct ChaosProxyTests {
    @Test func `requests and frames go through to the byte, and the report counts them`() async throws {
        let stage = try RelayStage()
        let client = try await stage.client()
        let server = try await stage.server()
        client.send(Array(RawPeer.request(target: "/chat?room=1", headers: "X-Odd:  two  spaces \r\n").utf8))
        let request = try await server.readHead()
        #expect(request == RawPeer.request(target: "/chat?room=1", headers: "X-Odd:  two  spaces \r\n"))
        server.send(Array(response101(to: request).utf8) + [0x81, 0x02, 0x68, 0x69])
        #expect(try await client.readHead() == response101(to: request))
        #expect(try await client.read(4) == [0x81, 0x02, 0x68, 0x69])
        // RFC 6455 §5.7: a masked "Hello"; then a Close of 4000.
        client.send([0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
        #expect(
            try await server.read(11) == [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
        client.send([0x88, 0x82, 1, 2, 3, 4, 0x0E, 0xA2])
        #expect(try await server.read(8) == [0x88, 0x82, 1, 2, 3, 4, 0x0E, 0xA2])
        server.sendAndFinish([0x88, 0x02, 0x0F, 0xA0])
        #expect(try await client.read(4) == [0x88, 0x02, 0x0F, 0xA0])
        #expect(try await client.end() == .finished)
        client.finish()
        #expect(try await server.end() == .finished)
        let report = try await stage.report()
        #expect(report.record.target == "/chat?room=1" && report.record.status == 101)
        #expect(report.toServer.frames == 2 && report.toServer.messages == 1)
        #expect(report.toClient.frames == 2 && report.toClient.messages == 1)
        #expect(report.record.closes.map(\.payload) == [[0x0F, 0xA0], [0x0F, 0xA0]])
        #expect(report.record.ends.map(\.leg) == [.server, .client])
        #expect(report.record.ends.allSatisfy { $0.how == .finished })
        await stage.stop()
    }

    @Test func `what speaks no HTTP is moved as it is, whoever speaks first`() async throws {
        let stage = try RelayStage(kind: "tcp")
        let client = try await stage.client()
        let server = try await stage.server()
        server.send(Array("220 ready\r\n".utf8))
        #expect(try await client.read(11) == Array("220 ready\r\n".utf8))
        client.send([0, 255, 10, 13])
        #expect(try await server.read(4) == [0, 255, 10, 13])
        client.finish()
        #expect(try await server.end() == .finished)
        server.sendAndFinish([1, 2, 3])
        #expect(try await client.read(3) == [1, 2, 3])
        #expect(try await client.end() == .finished)
        await stage.stop()
    }

    @Test(arguments: [true, false]) func `a reset becomes a reset, behind the bytes before it`(
        byClient: Bool
    ) async throws {
        let stage = try RelayStage(kind: "tcp")
        let client = try await stage.client()
        let server = try await stage.server()
        let (breaker, witness) = byClient ? (client, server) : (server, client)
        breaker.send([1, 2, 3])
        #expect(try await witness.read(3) == [1, 2, 3])
        breaker.reset()
        #expect(try await witness.end() == .reset)
        let report = try await stage.report()
        #expect(report.record.ends.map(\.how) == [.reset])
        #expect(report.record.ends.map(\.leg) == [byClient ? .client : .server])
        await stage.stop()
    }

    @Test func `an upstream that nobody listens at is a 502 that says why`() async throws {
        let proxy = try ChaosProxy(options: ProxyOptions(upstream: Upstream("ws://127.0.0.1:1")))
        let (client, head) = try await RawPeer.open(proxy.address)
        #expect(head.hasPrefix("HTTP/1.1 502 Bad Gateway\r\n"), "\(head)")
        #expect(try await client.end() == .finished)
        let body = String(decoding: client.bytes, as: UTF8.self)
        #expect(body.contains("127.0.0.1:1: connection refused"), "\(body)")
        client.close()
        let totals = await proxy.stop()
        #expect(totals.unreachable == 1)
    }

    @Test func `requests are changed where that was asked for, and nothing else is`() async throws {
        let stage = try RelayStage { options throws in
            options.relay.rewrite = try RequestRewrite(
                host: "upstream.test", headers: [HTTPHeader("X-Who", "closecall")], path: "/v2")
        }
        let client = try await stage.client()
        let server = try await stage.server()
        client.sendOneByOne(Array(RawPeer.request(target: "/chat?room=1").utf8))
        let request = try await server.readHead()
        #expect(
            request
                == RawPeer.request(target: "/v2?room=1", headers: "X-Who: closecall\r\n")
                .replacing("Host: test", with: "Host: upstream.test"))
        await stage.stop()
    }

    @Test(arguments: [(ProxyProtocol.v1, "PROXY TCP4 127.0.0.1 127.0.0.1 "), (.v2, "\r\n\r\n\0\r\nQUIT\n")])
    func `the upstream is told who the client is before anything else`(
        version: ProxyProtocol, start: String
    ) async throws {
        let stage = try RelayStage(kind: "tcp") { $0.proxyProtocol = version }
        let client = try await stage.client()
        let server = try await stage.server()
        client.send([1, 2, 3])
        #expect(try await server.read(start.utf8.count) == Array(start.utf8))
        await stage.stop()
    }

    @Test func `a way through an HTTP proxy is asked for by CONNECT`() async throws {
        let gateway = try RawServer()
        let stage = try RelayStage { $0.via = .address(.ipv4(0x7F00_0001, port: gateway.port)) }
        let client = try await stage.client()
        let server = try await gateway.accept()
        let target = stage.upstreamAddress
        #expect(try await server.readHead() == "CONNECT \(target) HTTP/1.1\r\nHost: \(target)\r\n\r\n")
        server.send(Array("HTTP/1.1 200 OK\r\n\r\nhello".utf8))
        #expect(try await client.read(5) == Array("hello".utf8))
        client.send(Array(RawPeer.request().utf8))
        #expect(try await server.readHead() == RawPeer.request())
        await stage.stop()
    }

    @Test func `an HTTP proxy that refuses is named in the 502`() async throws {
        let gateway = try RawServer()
        let stage = try RelayStage { $0.via = .address(.ipv4(0x7F00_0001, port: gateway.port)) }
        let client = try await stage.client()
        let server = try await gateway.accept()
        _ = try await server.readHead()
        server.send(Array("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n".utf8))
        client.send(Array(RawPeer.request().utf8))
        #expect(try await client.readHead().hasPrefix("HTTP/1.1 502 "))
        _ = try await client.end()
        let body = String(decoding: client.bytes, as: UTF8.self)
        #expect(body.contains("answered CONNECT with 407 Proxy Authentication Required"), "\(body)")
        await stage.stop()
    }

    @Test func `no more sessions run than asked for, and the next begins when one ends`() async throws {
        let stage = try RelayStage(kind: "tcp") {
            $0.maxSessions = 1
            $0.threads = 2
        }
        let first = try await stage.client()
        let firstServer = try await stage.server()
        let second = try await stage.client()
        let third = try await stage.client()
        second.send([2])
        third.send([3])
        #expect(await stage.proxy.sessions().count == 1)
        first.close()
        _ = try await firstServer.end()
        firstServer.close()
        let next = try await stage.server()
        let byte = try await next.read(1)
        #expect(byte == [2] || byte == [3])
        #expect(await stage.proxy.sessions().count == 1)
        (byte == [2] ? second : third).close()
        _ = try await next.end()
        next.close()
        let last = try await stage.server()
        #expect(try await last.read(1) == (byte == [2] ? [3] : [2]))
        await stage.stop()
    }

    @Test func `a client that takes too long for its request gets a 408, and its server an end`() async throws
    {
        let stage = try RelayStage { $0.relay.handshakeTimeout = .milliseconds(50) }
        let client = try await stage.client()
        let server = try await stage.server()
        client.send(Array("GET / HTTP/1.1\r\nHos".utf8))
        #expect(try await client.readHead().hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
        _ = try await server.end()
        #expect(try await stage.report().record.timeout == .handshake)
        await stage.stop()
    }

    @Test func `stopping ends every session`() async throws {
        let stage = try RelayStage(kind: "tcp")
        let client = try await stage.client()
        let server = try await stage.server()
        client.send([1])
        #expect(try await server.read(1) == [1])
        let totals = await stage.proxy.stop()
        #expect(totals.sessions == 1 && totals.open == 0)
        #expect(try await client.end() == .finished)
        #expect(try await server.end() == .finished)
        #expect(try await stage.report().record.wasShutDown)
    }
}
