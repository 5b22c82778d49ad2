import Closecall
import ClosecallTesting
import Testing

struct FirstTest {
    @Test(
        .closecall(
            .rules {
                On(.text, direction: .toClient, nth: 2) {
                    Truncate { $0.keep = .share(0.5) }
                    ResetConnection()
                }
            }))
    func `a server that vanishes in mid-message is 1006, and not clean`() async throws {
        let end = try await echoTwice(ChaosProxy.ofThisTest.url)
        #expect(end?.code == 1006)
        #expect(end?.wasClean == false)
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
