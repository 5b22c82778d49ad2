import Foundation
import Testing

@testable import Control

/// Every exchange that was recorded with Toxiproxy 2.12.0, said again to ours.
@Suite(.timeLimit(.minutes(1)))
struct TranscriptTests {
    /// A request and what Toxiproxy answered.
    struct Exchange {
        let line: String
        var method = "GET"
        var path = ""
        var headers = ""
        var body: String?
        var status = 0
        var contentType: String?
        var answer = ""
    }

    @Test func `each of its answers is the one that Toxiproxy gave`() async throws {
        let exchanges = try Self.exchanges()
        #expect(exchanges.count == 44)
        let toxiproxy = Toxiproxy()
        try await ControlServer.with(routes: toxiproxy.routes) { server in
            let client = try await HTTPClient(server.address)
            for exchange in exchanges {
                let body = exchange.body?.replacing("127.0.0.1:18474", with: "\(server.address)")
                let answer = try await client.ask(
                    exchange.method, exchange.path, body: body, headers: exchange.headers)
                #expect(answer.status == exchange.status, "\(exchange.line)")
                #expect(answer.header("Content-Type") == exchange.contentType, "\(exchange.line)")
                // The one body that is Toxiproxy's own business: it counts other things.
                guard exchange.path != "/metrics" else { continue }
                #expect(Self.steady(answer.body) == Self.steady(exchange.answer), "\(exchange.line)")
            }
        }
        await toxiproxy.stop()
    }

    /// Ports differ; that none is 0 shows that it was chosen.
    private static func steady(_ body: String) -> String {
        body.replacing(/127\.0\.0\.1:[1-9]\d{3,4}/, with: "127.0.0.1:PORT")
    }

    private static func exchanges() throws -> [Exchange] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "toxiproxy-2.12-transcript.txt")
        let text = try String(contentsOf: file, encoding: .utf8)
        return try text.split(separator: "### ").map { try exchange(String($0)) }
    }

    private static func exchange(_ text: String) throws -> Exchange {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var exchange = Exchange(line: lines[0])
        var words = lines[0][...]
        if let match = words.prefixMatch(of: #/-X (\w+) /#) {
            exchange.method = String(match.output.1)
            words = words[match.range.upperBound...]
        }
        if let match = words.prefixMatch(of: #/-A (\S+) /#) {
            exchange.headers = "User-Agent: \(match.output.1)\r\n"
            words = words[match.range.upperBound...]
        }
        let request = try #require(words.wholeMatch(of: /http:\/\/127.0.0.1:18474(\S+)(?: -d (.*))?/))
        exchange.path = String(request.output.1)
        exchange.body = request.output.2.map(String.init)
        exchange.status = try #require(Int(lines[1].split(separator: " ")[1]))
        let empty = try #require(lines.firstIndex(of: ""))
        exchange.contentType = lines[..<empty].first { $0.hasPrefix("Content-Type: ") }
            .map { String($0.dropFirst(14)) }
        let length = lines[..<empty].first { $0.hasPrefix("Content-Length: ") }.flatMap {
            Int($0.dropFirst(16))
        }
        let rest = lines[(empty + 1)...].joined(separator: "\n")
        exchange.answer = String(decoding: rest.utf8.prefix(length ?? 0), as: UTF8.self)
        return exchange
    }
}
