import Closecall
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ChaosProxyInTestsTests {
    @Test func `what a test arms meets the next message, also in a session that compresses`() async throws {
        try await EchoServer.withServer { server in
            try await ChaosProxy.withProxy(to: server.url) { proxy in
                let socket = try WebSocket(proxy.url)
                var answers: [String?] = []
                for await event in socket.events {
                    switch event {
                    case .open:
                        #expect(socket.extensions.hasPrefix("permessage-deflate"))
                        try socket.send("one")
                    case .message(let message):
                        answers.append(message.text)
                        if answers.count == 3 {
                            try socket.close(code: 1000)
                            continue
                        }
                        await proxy.arm(
                            Armament("mine", rules: [try Self.rule(answers.count)]))
                        try socket.send("again")
                    case .error, .close: break
                    }
                }
                #expect(answers == ["one", "mine 1", "mine 2"])
            }
        }
    }

    private static func rule(_ number: Int) throws -> Rule {
        let scenario = try Scenario {
            On(.text, direction: .toClient) { Replace { $0.payload = Payload(text: "mine \(number)") } }
        }
        return scenario.rules[0]
    }
}
