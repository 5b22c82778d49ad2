import Testing

@testable import ClosecallCLI

@Suite(.timeLimit(.minutes(1)))
struct FuzzClientVerbTests {
    @Test func `it says where it listens, and plays to who connects`() async throws {
        var run = LiveRun(["fuzz", "client", "--listen", "127.0.0.1:0", "--count", "5", "--json"])
        let url = try await run.url()
        let client = Task {
            while !Task.isCancelled { _ = await Run(["connect", url, "--wait", "10s", "--json"]) }
        }
        #expect(await run.line(containing: "\"event\":\"ready\"") != nil)
        let summary = try #require(await run.line(containing: "\"event\":\"summary\""))
        #expect(summary.hasPrefix("{\"event\":\"summary\",\"inputs\":5,"))
        client.cancel()
        #expect(await run.end().status == 0)
    }

    @Test func `what cannot be done is said in a line, with status 2`() async throws {
        let open = await Run(["fuzz", "client", "--listen", "0.0.0.0:0", "--time", "1s"])
        #expect(open.status == 2 && open.standardOutput.isEmpty)
        #expect(open.standardError.hasPrefix("closecall fuzz client: 0.0.0.0:"))
        #expect(open.standardError.contains("add --i-own-this-host"))
        let alone = await Run([
            "fuzz", "client", "--listen", "127.0.0.1:0", "--time", "50ms", "--come-back", "50ms",
        ])
        #expect(alone.status == 2)
        #expect(alone.standardError.contains("fuzz client: no client came to ws://127.0.0.1:"))
    }
}
