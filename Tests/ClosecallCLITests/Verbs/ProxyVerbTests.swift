import Closecall
import Foundation
import Reactor
import Testing
import WebSocketWire

@testable import ClosecallCLI

@Suite(.timeLimit(.minutes(1)))
struct ProxyVerbTests {
    @Test func `it says where it listens, how each session went, and what it was all about`() async throws {
        try await EchoServer.withServer { server in
            var proxy = LiveRun(["proxy", "--listen", "127.0.0.1:0", "--upstream", server.url])
            let url = try await proxy.url()
            let client = await Run([
                "connect", url + "chat?a=b", "--send", "x", "--send", "y", "--close=4000:bye",
            ])
            #expect(client.status == 0)
            let line = try #require(await proxy.line()).steady.replacing(/[\d.]+ (B|KiB)/, with: "SIZE")
            #expect(
                line == """
                    #1  4000/4000  HOST  websocket  TIME  >  3 frames  SIZE  <  3 frames  SIZE  /chat?a=b  \
                    closed-by-client: The client closed with 4000 "bye" and the server echoed it.
                    """)
            let end = await proxy.end()
            #expect(end.status == 0)
            #expect(end.lines[0].steady == "1 session in TIME, 1 WebSocket")
            #expect(end.lines[1] == "  By code         4000 (client 1 server 1)")
            #expect(end.lines[2] == "  By cause        closed by client 1")
            #expect(end.lines[3].steady == "  Session length  p50 TIME, p90 TIME, p99 TIME, longest TIME")
            #expect(end.lines[4].hasPrefix("  > to server  3 frames, "))
            #expect(end.lines[5].hasPrefix("  < to client  3 frames, "))
            #expect(end.lines.count == 6)
        }
    }

    @Test func `for programs every line is an object`() async throws {
        try await EchoServer.withServer { server in
            var proxy = LiveRun(["proxy", "--listen", "0", server.url, "--json"])
            let first = try #require(await proxy.line())
            let url = try String(#require(first.firstMatch(of: /ws:\/\/[^"]+/)).output)
            #expect(first == "{\"event\":\"listening\",\"url\":\"\(url)\"}")
            _ = await Run(["connect", url, "--send", "x", "--close=1000:\"q\""])
            let session = try #require(await proxy.line()).steady.replacing(
                /"bytes":\d+/, with: "\"bytes\":N"
            ).replacing(/"messages":\{.*"firings":\[\]}/, with: "EVIDENCE}")
            #expect(
                session == """
                    {"event":"session.end","session":1,"key":null,"ordinal":null,"path":"/",\
                    "clientAddress":"HOST","serverAddress":"HOST","status":101,"subprotocol":null,\
                    "compressed":true,"client":{"code":1000,"reason":"\\"q\\"","wasClean":true,\
                    "profile":"rfc6455"},"server":{"code":1000,"reason":"\\"q\\"","wasClean":true,\
                    "profile":"rfc6455"},"clientSaw":{"outcome":"event","opened":true,"error":false,\
                    "profile":"rfc6455"},"serverSaw":{"outcome":"event","opened":true,"error":false,\
                    "profile":"rfc6455"},"cause":"closed-by-client","by":"client","rule":null,"story":"The client \
                    closed with 1000 \\"\\\\\\"q\\\\\\"\\" and the server echoed it.","duration":T,EVIDENCE},\
                    "kind":"websocket","isCompressed":true,"toServer":{"bytes":N,"frames":2,"messages":1,"lost":0},\
                    "toClient":{"bytes":N,"frames":2,"messages":1,"lost":0},"closes":[\
                    {"from":"client","time":T,"code":1000,"name":"Normal Closure","reason":"\\"q\\"",\
                    "payload":"03e8227122"},\
                    {"from":"server","time":T,"code":1000,"name":"Normal Closure","reason":"\\"q\\"",\
                    "payload":"03e8227122"}],"ends":[{"from":"server","time":T,"how":"finished","detail":null},\
                    {"from":"client","time":T,"how":"finished","detail":null}],"unreachable":null,\
                    "answered":null,"timeout":null,"raw":null,"firings":0,"cutBy":null,"wasShutDown":false}
                    """)
            let end = await proxy.end()
            #expect(
                end.lines.map {
                    $0.steady.replacing(/"(bytes|p\d+|max)":[\d.e-]+/) { "\"\($0.output.1)\":N" }
                } == [
                    """
                    {"event":"summary","duration":T,"sessions":1,"webSockets":1,"unreachable":0,\
                    "toServer":{"bytes":N,"frames":2},"toClient":{"bytes":N,"frames":2},"rules":[],\
                    "endings":{"sessions":1,"abnormal":0,"open":0,"causes":{"closed-by-client":1},\
                    "codes":{"1000":{"client":1,"server":1}},"by":{"client":1},"rules":{},\
                    "duration":{"p50":N,"p90":N,"p99":N,"max":N}},"notReported":0}
                    """
                ])
        }
    }

    @Test func `a server that is not there is named, to the client and on the line`() async throws {
        let gone = try await EchoServer.withServer { $0.url }
        var proxy = LiveRun(["proxy", "--listen", "0", gone])
        let url = try await proxy.url()
        #expect(await Run(["connect", url]).standardError.contains("found 502 Bad Gateway"))
        let line = try #require(await proxy.line())
        #expect(line.contains("  1006/-  ") && line.contains("  unreachable "), "\(line)")
        #expect(
            line.hasSuffix(
                "  /  upstream-unreachable: The proxy could not reach the server (connect "
                    + "\(gone.dropFirst(5).dropLast()): connection refused (ECONNREFUSED)), so the client reports 1006."
            ), "\(line)")
        #expect(
            await proxy.end().lines.first?.steady == "1 session in TIME, 0 WebSockets, 1 without a server")
    }

    @Test func `plain HTTP, bytes that are none, and nothing at all are told apart`() async throws {
        try await EchoServer.withServer { server in
            var proxy = LiveRun(["proxy", "--listen", "0", server.url, "--handshake-timeout", "3s"])
            let url = try await proxy.url()
            let answer = try RawClient.say("GET /page HTTP/1.1\r\nHost: h\r\n\r\n", to: url)
            #expect(answer.hasPrefix("HTTP/1.1 426 "))
            let http = try #require(await proxy.line()).steady
            #expect(http.hasPrefix("#1  -/-  HOST  http 426  TIME  >  "), "\(http)")
            #expect(http.contains("  /page  not-websocket: Nobody asked for a WebSocket"), "\(http)")

            _ = try RawClient.say("\u{16}\u{3}\u{1}", to: url)
            let raw = try #require(await proxy.line()).steady
            #expect(raw.hasPrefix("#2  -/-  HOST  raw  TIME  >  3 B  <  "), "\(raw)")

            #expect(try RawClient.say("GET / HT", to: url).hasPrefix("HTTP/1.1 408 "))
            let slow = try #require(await proxy.line()).steady
            #expect(slow.hasPrefix("#3  -/-  HOST  answered 408  TIME  >  8 B"), "\(slow)")
            #expect(
                slow.contains("  handshake-timeout: The client's request was not complete after "), "\(slow)")
            #expect(await proxy.end().status == 0)
        }
    }

    @Test func `bytes go to a tcp upstream, and a WebSocket in them is seen`() async throws {
        try await EchoServer.withServer { server in
            var proxy = LiveRun(["proxy", "--listen", "0", "tcp://\(server.address)"])
            let first = try #require(await proxy.line())
            #expect(first.hasPrefix("listening on tcp://127.0.0.1:"))
            let url = "ws\(first.dropFirst(16))"
            #expect(await Run(["connect", url, "--send", "x"]).standardOutput.contains("\n< x\n"))
            #expect(try #require(await proxy.line()).contains("  websocket "))
            #expect(await proxy.end().status == 0)
        }
    }

    @Test func `Unix sockets on both sides, and requests that are changed on the way`() async throws {
        try await withFolder { folder in
            let (front, back) = ("unix:\(folder)/front", "unix:\(folder)/back")
            var serve = LiveRun(["serve", "--listen", back])
            #expect(await serve.line() == "listening on \(back)")
            var middle = LiveRun(["proxy", "--listen", front, back, "--upstream-path", "/b"])
            #expect(await middle.line() == "listening on \(front)")
            var proxy = LiveRun(["proxy", "--listen", "0", front])
            let url = try await proxy.url()
            #expect(await Run(["connect", url + "a?q"]).status == 0)
            #expect(
                try #require(await proxy.line()).contains(
                    "  /a?q  no-status: The client closed without a code"))
            let line = try #require(await middle.line()).steady
            #expect(line.hasPrefix("#1  1005/1005  unix:  websocket "), "\(line)")
            #expect(await serve.line() == "#1 /b?q  1005 No Status Received, clean, 0 messages")
            for run in [proxy, middle, serve] {
                var run = run
                #expect(await run.end().status == 0)
            }
        }
    }

    @Test func `clients may speak TLS, with the certificates of the local authority`() async throws {
        try await withFolder { folder in
            try await EchoServer.withServer { server in
                var proxy = LiveRun(
                    ["proxy", "--listen", "0", server.url, "--tls-self-signed"],
                    environment: ["XDG_CONFIG_HOME": folder])
                let authority = "\(folder)/closecall/ca.pem"
                #expect(
                    await proxy.line()
                        == "[stderr] closecall proxy: made \(authority): `closecall ca` says how to trust it")
                let url = try await proxy.url()
                #expect(url.hasPrefix("wss://127.0.0.1:"))
                var options = WebSocketOptions()
                options.tls.caFile = authority
                let socket = try WebSocket(url, options: options)
                var events = socket.events.makeAsyncIterator()
                #expect(await events.next()?.type == "open")
                socket.close()
                #expect(await events.next()?.type == "close")
                #expect(try #require(await proxy.line()).contains("  websocket "))
                #expect(await proxy.end().status == 0)
            }
        }
    }

    @Test func `quiet, it says where it listens and what it was all about`() async throws {
        try await EchoServer.withServer { server in
            var proxy = LiveRun(["proxy", "--listen", "0", server.url, "--quiet"])
            let url = try await proxy.url()
            #expect(await Run(["connect", url]).status == 0)
            // The client is content a moment before the proxy is.
            var state = ""
            repeat {
                proxy.interrupts.ask()
                state = try #require(await proxy.line(containing: " open session"))
            } while !state.contains("] 0 open sessions, 1 ended")
            for _ in 1...5 { #expect(try #require(await proxy.line()).hasPrefix("[stderr]   ")) }
            let end = await proxy.end()
            #expect(end.lines.count == 6)
            #expect(end.lines.first?.steady == "1 session in TIME, 1 WebSocket")
        }
    }

    @Test func `on a terminal the end is coloured, and a long path is cut`() async throws {
        let terminal = Output.Stream(isTerminal: true, style: .coloured, width: 120)
        try await EchoServer.withServer { server in
            var proxy = LiveRun(["proxy", "--listen", "0", server.url], stream: terminal)
            let url = try await proxy.url()
            #expect(
                await Run(["connect", url + String(repeating: "p", count: 60), "--close=1000"]).status == 0)
            let line = try #require(await proxy.line())
            let path = "/" + String(repeating: "p", count: 44) + "..."
            #expect(
                line.hasPrefix("\u{1B}[2m#1   \u{1B}[0m  \u{1B}[32m1000/1000\u{1B}[0m  127.0.0.1:"), "\(line)"
            )
            #expect(
                line.hasSuffix(
                    "  \(path)  \u{1B}[32mclosed-by-client: The client closed with 1000 and the server echoed it."
                        + "\u{1B}[0m"
                ),
                "\(line)")
            #expect(await proxy.end().status == 0)
        }
    }

    @Test func `who listens to the world is told so`() async throws {
        var proxy = LiveRun(["proxy", "--listen", "0.0.0.0:0", "ws://127.0.0.1:1"])
        let first = try #require(await proxy.line())
        #expect(first.hasPrefix("listening on ws://0.0.0.0:"))
        let place = first.dropFirst(18).dropLast()
        #expect(await proxy.line() == "[stderr] closecall proxy: other machines can reach \(place) too")
        #expect(await proxy.end().status == 0)
    }
}
