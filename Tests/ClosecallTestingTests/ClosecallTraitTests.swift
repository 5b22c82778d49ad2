import Closecall
import ClosecallTesting
import Faults
import Observer
import Scenarios
import Testing
import WebSocketWire

struct ClosecallTraitTests {
    @Test(.closecall("Scenarios/closing/reset-for-an-answer.yaml"))
    func `a test with a scenario's file gets its proxy before an echo server`() async throws {
        let proxy = try ChaosProxy.ofThisTest
        let end = try await talk(to: proxy)
        #expect(end?.code == 1006 && end?.wasClean == false)
        let ending = try #require(await proxy.ending(of: 1)).ending
        #expect(
            ending.matches(
                client: .code(1006, wasClean: false), server: .code(1006, wasClean: false), cause: "rule"))
        let wrong = ending.mismatches(client: .code(1000, 1001, wasClean: true), cause: "client")
        #expect(
            wrong.map(\.description) == [
                "client: expected code 1000 or 1001, got 1006 (not clean)",
                "client: expected a clean end, got 1006 (not clean)",
                "session: expected client to have ended it, got \(ending.cause.identifier), by fault",
            ])
        #expect(ending.testDescription.hasPrefix("the client: 1006 \"\", not clean\nthe server: 1006"))
        #expect(ending.testDescription.contains("fired"))
    }

    @Test(
        .closecall(
            .rules {
                On(.text, direction: .toClient, nth: 2) { Replace { $0.payload = "mine" } }
            }), arguments: [1, 2])
    func `each case has a proxy of its own, with rules that are written in Swift`(_: Int) async throws {
        let proxy = try ChaosProxy.ofThisTest
        let socket = try WebSocket(proxy.url)
        var texts: [String] = []
        for await event in socket.events {
            switch event {
            case .open: for text in ["a", "b", "c"] { try socket.send(text) }
            case .message(let message):
                if let text = message.text { texts.append(text) }
                if texts.count == 3 { try socket.close(code: 1000) }
            default: break
            }
        }
        #expect(texts == ["a", "mine", "c"])
        #expect(await proxy.totals().sessions == 1)
    }

    @Test(.closecall(.rules {}))
    func `a test breaks a session when it likes`() async throws {
        let proxy = try ChaosProxy.ofThisTest
        let socket = try WebSocket(proxy.url)
        var code: UInt16?
        for await event in socket.events {
            switch event {
            case .open: #expect(await proxy.apply(.reset, to: .current) == 1)
            case .close(let end): code = end.code
            case .message, .error: break
            }
        }
        #expect(code == 1006)
        #expect(await proxy.ending(of: 1)?.ending.matches(client: .code(1006), cause: "rule") == true)
        #expect(await proxy.apply(.reset, to: .current) == 0)
    }

    @Test func `a test without the trait is told what to write`() {
        let error = #expect(throws: NoProxyOfThisTest.self) { try ChaosProxy.ofThisTest }
        #expect(error?.description.contains("@Test(.closecall(") == true)
    }

    /// Sends a message, closes when its echo has come, and waits for the end.
    private func talk(to proxy: ChaosProxy) async throws -> CloseEvent? {
        let socket = try WebSocket(proxy.url)
        for await event in socket.events {
            switch event {
            case .open: try socket.send("hello")
            case .message: try socket.close(code: 1000)
            case .close(let event): return event
            case .error: break
            }
        }
        return nil
    }
}
