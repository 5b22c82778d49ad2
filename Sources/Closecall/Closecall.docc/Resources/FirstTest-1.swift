import Closecall
import Testing

struct FirstTest {
    @Test func `the client gets its echo`() async throws {
        try await EchoServer.withServer { server in
            let end = try await echoTwice(server.url)
            #expect(end?.code == 1000)
        }
    }

    /// Says two things, closes when both have come back, and waits for the end.
    private func echoTwice(_ url: String) async throws -> CloseEvent? {
        let socket = try WebSocket(url)
        var echoes = 0
        for await event in socket.events {
            switch event {
            case .open:
                try socket.send("first")
                try socket.send("second")
            case .message:
                echoes += 1
                if echoes == 2 { try socket.close(code: 1000) }
            case .close(let end): return end
            case .error: break
            }
        }
        return nil
    }
}
