import Foundation
import Synchronization
import Testing

import Closecall

@Suite(.timeLimit(.minutes(1)))
struct ReportFeedTests {
    @Test func `reports are printed in order, and all before it is finished`() async throws {
        let printed = Mutex<[Int]>([])
        let feed = try ReportFeed<Int> { reports in printed.withLock { $0 += reports } }
        for report in 1...1000 { #expect(feed.add(report)) }
        #expect(await feed.finish() == 0)
        #expect(printed.withLock { $0 } == Array(1...1000))
    }

    @Test func `heavy reports take more of the room, and some reports may not have all of it`() async throws {
        let reader = DispatchSemaphore(value: 0)
        let isReading = DispatchSemaphore(value: 0)
        let printed = Mutex<[Int]>([])
        let feed = try ReportFeed<Int>(limit: 10) { reports in
            isReading.signal()
            reader.wait()
            printed.withLock { $0 += reports }
        }
        #expect(feed.add(0))
        isReading.wait()
        #expect((1...7).map { feed.add($0, share: 0.5) } == [true, true, true, true, true, false, false])
        #expect(feed.add(8, weight: 4) && !feed.add(9, weight: 2) && feed.add(10))
        reader.signal()
        reader.signal()
        #expect(await feed.finish() == 3)
        #expect(printed.withLock { $0 } == [0, 1, 2, 3, 4, 5, 8, 10])
    }

    @Test func `a reader who stops reading stops nobody, and what it missed is counted`() async throws {
        let reader = DispatchSemaphore(value: 0)
        let isReading = DispatchSemaphore(value: 0)
        let printed = Mutex<[Int]>([])
        let feed = try ReportFeed<Int>(limit: 3) { reports in
            isReading.signal()
            reader.wait()
            printed.withLock { $0 += reports }
        }
        #expect(feed.add(0))
        isReading.wait()
        #expect((1...5).map { feed.add($0) } == [true, true, true, false, false])
        reader.signal()
        reader.signal()
        #expect(await feed.finish() == 2)
        #expect(printed.withLock { $0 } == [0, 1, 2, 3])
    }
}
