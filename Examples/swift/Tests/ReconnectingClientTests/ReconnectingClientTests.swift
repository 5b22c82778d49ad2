import Closecall
import ClosecallTesting
import ReconnectingClient
import Testing

struct ReconnectingClientTests {
    private let messages = ["one", "two", "three"]

    @Test(.closecall("../scenarios/lost-in-mid-message.yaml"))
    func `a connection lost in mid-message costs no message`() async throws {
        let result = try await ReconnectingClient(ChaosProxy.ofThisTest.url).exchange(messages)
        #expect(result.answers == messages)
        #expect(result.ends == [1006, 1000])
    }

    @Test(.closecall("../scenarios/try-again-later.yaml"))
    func `a server that is overloaded is asked again`() async throws {
        let result = try await ReconnectingClient(ChaosProxy.ofThisTest.url).exchange(messages)
        #expect(result.answers == messages)
        #expect(result.ends == [1013, 1000])
    }

    @Test(.closecall("../scenarios/not-yet.yaml"))
    func `a server that is starting is waited for`() async throws {
        let result = try await ReconnectingClient(ChaosProxy.ofThisTest.url).exchange(messages)
        #expect(result.answers == messages)
        #expect(result.ends == [1006, 1006, 1000])
    }

    @Test(.closecall(.rules { On(.handshake) { AnswerStatus { $0.code = 503 } } }))
    func `a client gives up some day`() async throws {
        let client = try ReconnectingClient(ChaosProxy.ofThisTest.url, attempts: 2)
        await #expect(throws: ReconnectingClient.GaveUp.self) { try await client.exchange(messages) }
    }
}
