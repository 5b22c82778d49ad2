import Testing

@testable import Reactor

@Suite struct SlotTableTests {
    private final class Target: EventTarget {
        func ready(_ events: Readiness) {}
        func loopStopped() {}
    }

    @Test func `an event for a place that was given back never reaches its successor`() {
        var table = SlotTable()
        let (first, second) = (Target(), Target())
        let old = table.insert(first)
        let stale = Registration(tag: old.tag)
        table.remove(old)
        #expect(table[stale] == nil)
        let new = table.insert(second)
        #expect(new.slot == old.slot)
        #expect(table[stale] == nil)
        #expect(table[Registration(tag: new.tag)] === second)
        table.remove(stale)
        #expect(table[new] === second, "giving back twice frees nobody else's place")
    }

    @Test func `a tag out of nowhere reaches nobody`() {
        var table = SlotTable()
        _ = table.insert(Target())
        #expect(table[Registration(tag: .max)] == nil)
        #expect(table[Registration(tag: 1 << 32)] == nil)
    }

    @Test func `of two connections ready in one turn the first may close the second`() async throws {
        try await withLoop { loop in
            let (one, other) = (Probe(), Probe())
            let (clientOfOne, clientOfOther) = (Probe(), Probe())
            let first = try await connect(clientOfOne, one, on: loop)
            let second = try await connect(clientOfOther, other, on: loop)
            await loop.perform {
                let closeTheOther: (Connection, [UInt8]) -> Void = { connection, _ in
                    (connection === first.server ? second : first).server.close()
                }
                one.onBytes = closeTheOther
                other.onBytes = closeTheOther
                // Both are readable before the loop looks again.
                first.client.write([1])
                second.client.write([1])
            }
            // A turn later both have been called, if they ever are.
            await loop.perform {}
            await loop.perform {}
            let heard = await loop.perform { one.received.count + other.received.count }
            #expect(heard == 1)
        }
    }
}
