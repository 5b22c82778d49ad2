import Closecall
import ReconnectingClient
import XCTest

/// The same in XCTest, which has no traits: `withProxy` works in any function that is async.
final class InXCTest: XCTestCase {
    func testAConnectionLostInMidMessageCostsNoMessage() async throws {
        let messages = ["one", "two", "three"]
        let scenario = ScenarioSource.file("../scenarios/lost-in-mid-message.yaml")
        try await EchoServer.withServer { server in
            try await ChaosProxy.withProxy(to: server.url, scenario: scenario) { proxy in
                let result = try await ReconnectingClient(proxy.url).exchange(messages)
                XCTAssertEqual(result.answers, messages)
                let report = await proxy.ending(of: 1)
                let ending = try XCTUnwrap(report).ending
                XCTAssertEqual(ending.mismatches(client: .code(1006), cause: "rule").map(\.description), [])
            }
        }
    }
}
