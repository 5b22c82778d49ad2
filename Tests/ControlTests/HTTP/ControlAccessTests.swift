import Reactor
import Testing

@testable import Control

@Suite(.timeLimit(.minutes(1)))
struct ControlAccessTests {
    private static let any = [Route([], "/", "Any", "Answers") { _ in .text(200, "in") }]

    @Test func `browsers are not let in`() async throws {
        try await ControlServer.with(routes: Self.any) { server in
            let client = try await HTTPClient(server.address)
            let browser = try await client.ask("GET", "/", headers: "User-Agent: Mozilla/5.0 (X11)\r\n")
            #expect(browser.status == 403 && browser.body == "User agent not allowed\n")
            let page = try await client.ask("GET", "/", headers: "Origin: http://evil.example\r\n")
            #expect(page.status == 403 && page.body.contains("web pages are not let in"))
            #expect(try await client.ask("GET", "/", headers: "User-Agent: curl/8\r\n").status == 200)
        }
    }

    @Test func `a name that somebody made resolve to this machine is refused`() async throws {
        try await ControlServer.with(routes: Self.any) { server in
            let client = try await HTTPClient(server.address)
            let port = try #require(server.address.port)
            for host in ["localhost:\(port)", "LOCALHOST:\(port)", "127.0.0.1:\(port)", "[::1]:\(port)"] {
                #expect(try await client.ask("GET", "/", host: host).status == 200, "\(host)")
            }
            for host in ["evil.example:\(port)", "localhost", "127.0.0.1:\(port ^ 1)", ""] {
                #expect(try await client.ask("GET", "/", host: host).status == 403, "\(host)")
            }
            let absolute = try await client.ask("GET", "http://evil.example/")
            #expect(absolute.status == 403)
        }
    }

    @Test func `a token is asked for, and then any name will do`() async throws {
        var options = ControlServer.Options()
        options.token = "s3cret"
        try await ControlServer.with(options: options, routes: Self.any) { server in
            let client = try await HTTPClient(server.address)
            let refused = try await client.ask("GET", "/")
            #expect(refused.status == 401 && refused.header("WWW-Authenticate") == "Bearer")
            for wrong in ["Bearer s3cre", "Bearer s3cretx", "Bearer ", "Basic s3cret", "s3cret"] {
                let answer = try await client.ask("GET", "/", headers: "Authorization: \(wrong)\r\n")
                #expect(answer.status == 401, "\(wrong)")
            }
            let right = "Authorization: bearer s3cret\r\n"
            #expect(try await client.ask("GET", "/", headers: right, host: "any.example").status == 200)
        }
    }

    @Test func `other machines are let in with a token only`() {
        #expect(throws: ControlError.tokenNeeded(.ipv4(0, port: 0))) {
            try ControlServer(at: .ipv4(0, port: 0), routes: [])
        }
        var options = ControlServer.Options()
        options.token = ""
        #expect(throws: ControlError.emptyToken) { try ControlServer(options: options, routes: []) }
    }
}
