import Closecall
import Observer
import Reactor
import Testing

@testable import Control

struct EventQueueTests {
    private static func open(_ number: Int) -> JournalEntry {
        .opened(session: number, client: .ipv4(0x7F00_0001, port: 1), at: Moment(microseconds: 0))
    }

    private static func describe(_ item: EventQueue.Item) -> String {
        switch item {
        case .event(let event): "\(event.number)"
        case .missed(let count): "missed \(count)"
        }
    }

    private static func all(_ queue: EventQueue, items count: Int) async -> [String] {
        var all: [String] = []
        while all.count < count { all += await queue.take().map(describe) }
        return all
    }

    @Test func `a listener that does not read keeps so many, and is told where others are missing`() async {
        let hub = EventHub()
        let subscription = hub.listen(to: nil)
        let tell = hub.listener(for: "p")
        for number in 1...10_000 { tell(Self.open(number)) }
        let kept = await Self.all(subscription.queue, items: 1001)
        #expect(kept == (1...1000).map(String.init) + ["missed 9000"])
        tell(Self.open(1))
        #expect(await Self.all(subscription.queue, items: 1) == ["10001"])
    }

    @Test func `who comes back gets what is still kept, and how much is not`() async {
        let hub = EventHub()
        let (p, q) = (hub.listener(for: "p"), hub.listener(for: "q"))
        for number in 1...150 {
            p(Self.open(number))
            q(Self.open(number))
        }
        let recent = hub.listen(to: "q", after: 290)
        #expect(await Self.all(recent.queue, items: 5) == ["292", "294", "296", "298", "300"])
        let late = hub.listen(to: nil, after: 4)
        #expect(await Self.all(late.queue, items: 257) == ["missed 40"] + (45...300).map(String.init))
        // From another life of this program, whose counting began anew.
        let stranger = hub.listen(to: nil, after: 5000)
        p(Self.open(1))
        #expect(await Self.all(stranger.queue, items: 1) == ["301"])
    }

    @Test func `who waits for nothing is let go`() async {
        let queue = EventQueue(about: nil)
        let task = Task { await queue.take().count }
        task.cancel()
        #expect(await task.value == 0)
    }

    @Test func `the last ones are kept in their order`() {
        var recent = Recent<Int>(most: 3)
        for number in 1...5 { recent.append(number) }
        #expect(recent.inOrder == [3, 4, 5])
        recent.removeAll { $0 == 4 }
        #expect(recent.inOrder == [3, 5])
        recent.append(6)
        recent.append(7)
        #expect(recent.inOrder == [5, 6, 7])
    }
}
