import Testing

@testable import Reactor

@Suite struct ResolverTests {
    @Test func `localhost has a loopback address, with the port that was asked for`() async throws {
        try await withLoop { loop in
            let answers = Log<Result<[SocketAddress], ResolveError>>()
            await loop.perform {
                Resolver.resolve("localhost", port: 4242, on: loop) { answers.add($0) }
            }
            let addresses = try await answers.wait(on: loop) { !$0.isEmpty }[0].get()
            #expect(addresses.contains(.ipv4(0x7F00_0001, port: 4242)))
            #expect(addresses.allSatisfy { $0.isLoopback && $0.port == 4242 })
            #expect(Set(addresses).count == addresses.count)
        }
    }

    @Test func `more lookups than threads are all answered on the loop`() async throws {
        try await withLoop { loop in
            let answers = Log<Bool>()
            await loop.perform {
                for _ in 0..<40 {
                    Resolver.resolve("127.0.0.1", port: 1, on: loop) { _ in answers.add(loop.isOnLoop) }
                }
            }
            #expect(await answers.wait(on: loop) { $0.count == 40 }.allSatisfy { $0 })
        }
    }
}
