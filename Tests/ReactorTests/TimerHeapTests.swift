import Testing

@testable import Reactor

@Suite struct TimerHeapTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `random insertions and cancellations come out like a sorted list`(_ seed: UInt64) {
        var random = Steps(state: seed)
        var heap = TimerHeap()
        var model: [(deadline: UInt64, order: Int, token: TimerToken)] = []
        var fired: [Int] = []
        for order in 0..<400 {
            if random.next() % 3 == 0, !model.isEmpty {
                let gone = model.remove(at: Int(random.next() % UInt64(model.count)))
                let cancelled = [heap.cancel(gone.token), heap.cancel(gone.token)]
                #expect(cancelled == [true, false], "seed \(seed)")
            } else {
                let deadline = random.next() % 500
                let token = heap.insert(at: MonotonicTime(microseconds: deadline)) { fired.append(order) }
                model.append((deadline, order, token))
            }
            #expect(heap.count == model.count)
            #expect(heap.nextDeadline?.microseconds == model.map(\.deadline).min())
        }
        while let body = heap.popDue(at: MonotonicTime(microseconds: 500), before: .max) { body() }
        let expected = model.sorted { ($0.deadline, $0.order) < ($1.deadline, $1.order) }.map(\.order)
        #expect(fired == expected, "seed \(seed)")
    }

    @Test func `a token whose place was taken by another timer cancels nothing`() {
        var heap = TimerHeap()
        let first = heap.insert(at: MonotonicTime(microseconds: 1)) {}
        let isCancelled = heap.cancel(first)
        _ = heap.insert(at: MonotonicTime(microseconds: 1)) {}
        let isCancelledAgain = heap.cancel(first)
        #expect(isCancelled && !isCancelledAgain)
        #expect(heap.count == 1)
    }

    @Test func `a wait is rounded up, never overflows and is never negative`() {
        let start = MonotonicTime(microseconds: 10)
        #expect((start + .nanoseconds(1)).microseconds == 11)
        #expect((start + .seconds(-5)).microseconds == 10)
        #expect((start + .seconds(Int64.max)).microseconds == .max)
        #expect((start + .milliseconds(2)) - start == .milliseconds(2))
    }
}

/// A small generator with a seed, so that a failure can be run again.
private struct Steps: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
