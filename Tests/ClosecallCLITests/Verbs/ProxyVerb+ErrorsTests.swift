import Closecall
import Foundation
import Testing

@testable import ClosecallCLI

@Suite(.timeLimit(.minutes(1)))
struct ProxyVerbErrorsTests {
    @Test func `wrong arguments say what to change`() async throws {
        let ws = "ws://127.0.0.1:1"
        try await Snapshot.check(
            "proxy-errors",
            [
                [], ["127.0.0.1:8080"], ["8080"], ["ws://"], ["ws://127.0.0.1:0"], ["ws://h:1/chat"],
                ["ws://u:p@h:1"], ["ftp://h:1"], ["tcp://h"], ["tcp://:1"], ["unix:"],
                [ws, "--upstream", ws], [ws, ws],
                [ws, "--listen", "127.0.0.1"], [ws, "--listen", "90000"], [ws, "--listen", "192.0.2.1:0"],
                [ws, "--threads", "0"], [ws, "--max-sessions", "-1"], [ws, "--idle-timeout", "5"],
                [ws, "--connect-timeout", "0s"], [ws, "--drain", "soon"],
                [ws, "--header", "x"], [ws, "--header", "a b: c"], [ws, "--header", "Host: h"],
                [ws, "--header", "Content-Length: 1"], [ws, "--upstream-path", "chat"],
                [ws, "--rewrite-host=a b"], ["unix:/tmp/x", "--rewrite-host"],
                [ws, "--send-proxy", "v3"], [ws, "--via", "https://h:1"], [ws, "--via", "h"],
                ["unix:/tmp/x", "--via", "127.0.0.1:1"],
                ["tcp://h:1", "--rewrite-host"], ["tcp://h:1", "--header", "a: b"],
                ["tcp://h:1", "--tls-cert", "c", "--tls-key", "k"],
                ["tcp://h:1", "--handshake-timeout", "1s"],
                [ws, "--upstream-insecure"], ["unix:/tmp/x", "--upstream-ca", "c"],
                [ws, "--tls-cert", "/nowhere/cert.pem", "--tls-key", "/nowhere/key.pem"],
                ["wss://127.0.0.1:1", "--upstream-ca", "/nowhere/ca.pem"],
            ].map { ["proxy"] + $0 })
    }

    @Test func `a port that is taken is told with the way out`() async throws {
        try await EchoServer.withServer { server in
            let place = "\(server.address)"
            let run = await Run(["proxy", "--listen", place, "ws://127.0.0.1:1"])
            #expect(
                run.standardError == """
                    closecall proxy: cannot listen on \(place): something else listens there already; choose \
                    another port, or 0 for any free one\n
                    """)
            #expect(run.status == 2 && run.standardOutput.isEmpty)
        }
    }

    @Test func `another proxy's port is taken too`() async throws {
        var proxy = LiveRun(["proxy", "--listen", "0", "ws://127.0.0.1:1"])
        let place = try await proxy.url().dropFirst(5).dropLast()
        let run = await Run(["proxy", "--listen", String(place), "ws://127.0.0.1:1"])
        #expect(run.standardError.hasPrefix("closecall proxy: cannot listen on \(place): something else"))
        #expect(run.status == 2)
        #expect(await proxy.end().status == 0)
    }

    @Test func `a proxy that would be its own server is refused`() async throws {
        try await withFolder { folder in
            let place = "unix:\(folder)/socket"
            let run = await Run(["proxy", "--listen", place, place])
            #expect(
                run.standardError == """
                    closecall proxy: UPSTREAM: \(place) is where this proxy listens itself, name the server's \
                    port\n
                    """)
            #expect(run.status == 2 && run.standardOutput.isEmpty)
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/socket"))
        }
    }

    /// The resolver's own words depend on the network; a label this long is refused before it is asked.
    @Test func `a name that is none is told before the first client comes`() async {
        let name = String(repeating: "n", count: 64) + ".invalid"
        let way = "; check the name, or write an address\n"
        let upstream = await Run(["proxy", "--listen", "0", "--upstream", "ws://\(name):1"])
        #expect(
            upstream.standardError.hasPrefix(
                "closecall proxy: option \"--upstream\": cannot resolve “\(name)”: "))
        #expect(upstream.standardError.hasSuffix(way))
        #expect(upstream.status == 2 && upstream.standardOutput.isEmpty)
        let via = await Run(["proxy", "--listen", "0", "ws://\(name):1", "--via", "\(name):1"])
        #expect(via.standardError.hasPrefix("closecall proxy: option \"--via\": cannot resolve “\(name)”: "))
        #expect(via.standardError.hasSuffix(way))
        #expect(via.status == 2)
    }
}
