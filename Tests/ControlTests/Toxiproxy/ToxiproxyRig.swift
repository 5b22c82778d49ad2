import Closecall
import Reactor
import TestPeers
import Testing

@testable import Control

/// A server with Toxiproxy's API, a client of it, and a server of raw bytes behind it.
struct ToxiproxyRig {
    let control: HTTPClient
    let upstream: RawServer

    static func with<R>(
        options: Toxiproxy.Options = Toxiproxy.Options(), _ body: (ToxiproxyRig) async throws -> R
    ) async throws -> R {
        let toxiproxy = Toxiproxy(options: options)
        let upstream = try RawServer()
        do {
            let result = try await ControlServer.with(routes: toxiproxy.routes) { server in
                try await body(
                    ToxiproxyRig(control: try await HTTPClient(server.address), upstream: upstream))
            }
            await toxiproxy.stop()
            return result
        } catch {
            await toxiproxy.stop()
            throw error
        }
    }

    /// Asks, and expects this status.
    @discardableResult
    func ask(
        _ method: String, _ path: String, _ body: String? = nil, status: Int = 200,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        let answer = try await control.ask(method, path, body: body)
        #expect(answer.status == status, "\(answer.body)", sourceLocation: sourceLocation)
        let bytes = Array(answer.body.utf8)
        return bytes.isEmpty ? .null : try JSONValue(bytes.span)
    }

    /// Makes a proxy to the upstream; where it listens.
    ///
    /// Below the ports that the kernel gives out: a proxy that is stopped and started would find its port taken by a
    /// client of another test.
    func makeProxy(_ name: String = "p", scheme: String = "") async throws -> SocketAddress {
        for _ in 0..<100 {
            let port = UInt16.random(in: 20_000..<32_000)
            let answer = try await control.ask(
                "POST", "/proxies",
                body: """
                    {"name":"\(name)","listen":"localhost:\(port)","upstream":"\(scheme)127.0.0.1:\(upstream.port)"}
                    """)
            if answer.status == 201 { return .ipv4(0x7F00_0001, port: port) }
        }
        throw PeerTimeout(awaited: "a free port")
    }

    static func address(_ proxy: JSONValue) throws -> SocketAddress {
        let endpoint = try Endpoint(try #require(proxy["listen"]?.text))
        guard case .address(let address) = endpoint else { throw PeerTimeout(awaited: "an address") }
        return address
    }
}
