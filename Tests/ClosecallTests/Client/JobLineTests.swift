import Reactor
import Testing

@testable import Closecall

struct JobLineTests {
    @Test func `on the loop a job runs at once, but never past one of the same line`() async throws {
        let loop = try EventLoop.shared
        let line = JobLine(on: loop)
        let ran = Locked<[String]>([])
        let note: @Sendable (String) -> Void = { word in ran.withLock { $0.append(word) } }
        await withCheckedContinuation { continuation in
            line.add {
                note("first")
                line.add { note("at once, as nothing waits") }
                note("first is over")
            }
            line.add {
                note("second")
                continuation.resume()
            }
        }
        #expect(
            ran.withLock { $0 } == ["first", "at once, as nothing waits", "first is over", "second"]
                || ran.withLock { $0 } == ["first", "first is over", "second", "at once, as nothing waits"])
    }

    @Test func `many threads' jobs all run, each thread's in its order`() async throws {
        let line = JobLine(on: try EventLoop.shared)
        let ran = Locked<[Int: [Int]]>([:])
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<8 {
                group.addTask {
                    for number in 0..<100 {
                        line.add { ran.withLock { $0[thread, default: []].append(number) } }
                    }
                    await withCheckedContinuation { continuation in line.add { continuation.resume() } }
                }
            }
        }
        #expect(ran.withLock { $0 } == Dictionary(uniqueKeysWithValues: (0..<8).map { ($0, Array(0..<100)) }))
    }
}
