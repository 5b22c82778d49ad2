import Glibc
import Testing

@testable import Reactor

@Suite struct SignalWatchTests {
    @Test func `a signal becomes an event of the loop`() async throws {
        try await withLoop { loop in
            let heard = Log<Int32>()
            await loop.perform {
                #expect(throws: Never.self) {
                    let watch = try SignalWatch([SIGUSR2], on: loop)
                    try watch.start { signal in
                        heard.add(signal)
                        if heard.events.count == 2 { watch.close() }
                    }
                }
                // To this thread alone: the test process has others, which would die of it.
                raise(SIGUSR2)
                loop.schedule(after: .milliseconds(1)) { raise(SIGUSR2) }
            }
            #expect(await heard.wait(on: loop) { $0.count == 2 } == [SIGUSR2, SIGUSR2])
        }
    }
}
