import Reactor
import TestPeers

@testable import Control

/// A client that speaks HTTP, and reads one answer after the other.
struct HTTPClient {
    struct Answer {
        let status: Int
        let head: String
        let body: String

        func header(_ name: String) -> String? {
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("\(name.lowercased()): ") }
                .map { String($0.dropFirst(name.count + 2)) }
        }
    }

    let peer: RawPeer
    private let address: SocketAddress

    init(_ address: SocketAddress) async throws {
        self.address = address
        peer = try await RawPeer.connect(to: address)
    }

    func send(_ text: String) { peer.send(Array(text.utf8)) }

    /// Sends a request, and reads the answer.
    func ask(
        _ method: String, _ path: String, body: String? = nil, headers: String = "", host: String? = nil
    ) async throws -> Answer {
        let length = body.map { "Content-Length: \($0.utf8.count)\r\n" } ?? ""
        send(
            "\(method) \(path) HTTP/1.1\r\nHost: \(host ?? "\(address)")\r\n\(headers)\(length)\r\n\(body ?? "")"
        )
        return try await answer(isHead: method == "HEAD")
    }

    func answer(isHead: Bool = false) async throws -> Answer {
        let head = try await peer.readHead()
        let status = Int(head.split(separator: " ")[1]) ?? 0
        let answer = Answer(status: status, head: head, body: "")
        let length = isHead ? 0 : Int(answer.header("Content-Length") ?? "0") ?? 0
        let body = try await peer.read(length)
        return Answer(status: status, head: head, body: String(decoding: body, as: UTF8.self))
    }
}

extension ControlServer {
    /// Runs `body` with a server on a free port that is gone when it returns.
    static func with<R>(
        options: Options = Options(), routes: [Route], _ body: (ControlServer) async throws -> R
    ) async throws -> R {
        let server = try ControlServer(options: options, routes: routes)
        do {
            let result = try await body(server)
            await server.stop()
            return result
        } catch {
            await server.stop()
            throw error
        }
    }
}
