import Closecall
import Reactor
import TestPeers
import Testing

@testable import Control

/// A server with both APIs, a client of it, and an echo server for the proxies. Every answer is held against the
/// OpenAPI document.
struct NativeRig {
    let control: HTTPClient
    let server: ControlServer
    let api: NativeAPI
    let echo: EchoServer
    let document: OpenAPIReader

    static func with<R: Sendable>(
        options: ControlServer.Options = ControlServer.Options(), _ body: (NativeRig) async throws -> R
    ) async throws -> R {
        let toxiproxy = Toxiproxy()
        let api = NativeAPI(over: toxiproxy, version: "0.1.0")
        let document = try OpenAPIReader(OpenAPIDocument(api.allRoutes, version: "0.1.0").json)
        return try await EchoServer.withServer { echo in
            do {
                let result = try await ControlServer.with(options: options, routes: api.allRoutes) { server in
                    try await body(
                        NativeRig(
                            control: try await HTTPClient(server.address), server: server, api: api,
                            echo: echo,
                            document: document))
                }
                await toxiproxy.stop()
                return result
            } catch {
                await toxiproxy.stop()
                throw error
            }
        }
    }

    /// Asks, and expects this status, and what the document promises.
    @discardableResult
    func ask(
        _ method: String, _ path: String, _ body: String? = nil, status: Int = 200, headers: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        let answer = try await control.ask(method, path, body: body, headers: headers)
        #expect(answer.status == status, "\(answer.body)", sourceLocation: sourceLocation)
        let complaint = document.complaint(about: answer, to: method, path, of: api.allRoutes)
        #expect(complaint == nil, "\(method) \(path)", sourceLocation: sourceLocation)
        let bytes = Array(answer.body.utf8)
        return bytes.isEmpty ? .null : try JSONValue(bytes.span)
    }

    /// Makes a proxy to the echo server; what clients connect to.
    func makeProxy(_ name: String = "p") async throws -> String {
        let upstream = "\(echo.url.dropLast())"
        try await ask(
            "POST", "/proxies", #"{"name":"\#(name)","upstream":"\#(upstream)"}"#, status: 201)
        return try #require(try await ask("GET", "/v1/proxies/\(name)")["url"]?.text)
    }

    /// The text of a scenario that resets a session when its client says something.
    static let reset = """
        name: Reset for a word
        rules:
          - name: cut
            when: { kind: text, direction: toServer }
            do: reset
        """
}

/// A WebSocket that is open.
struct OpenSocket {
    let socket: WebSocket
    private let events: WebSocket.Events

    init(_ url: String) async throws {
        socket = try WebSocket(url)
        events = socket.events
        for await event in events {
            if case .open = event { return }
            if case .close = event { break }
        }
        throw PeerTimeout(awaited: "an open WebSocket, but: \(socket.story ?? "nothing")")
    }

    func send(_ text: String) throws { try socket.send(text) }

    /// The next message.
    func message() async throws -> String {
        for await event in events {
            if case .message(let message) = event { return message.text ?? "" }
            if case .close = event { break }
        }
        throw PeerTimeout(awaited: "a message, but: \(socket.story ?? "nothing")")
    }

    /// The code of its close event.
    func end() async throws -> UInt16 {
        for await event in events {
            if case .close(let event) = event { return event.code }
        }
        throw PeerTimeout(awaited: "a close event")
    }
}
