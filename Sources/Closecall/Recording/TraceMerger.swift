internal import Trace

/// Puts the packets of several loops in the order of time.
///
/// Each loop's are in order, but its pages come when they are full, or old: a packet is written when no loop can have an
/// earlier one at hand any more.
struct TraceMerger {
    private struct Lane {
        var pages: ArraySlice<FilledPage> = []
        var offset = 0

        /// When its next packet was; secrets have no time, and go before what follows them.
        var next: UInt64? {
            guard let page = pages.first?.page else { return nil }
            return page.show { PacketBlocks.ticks(in: $0, at: offset) }
        }
    }

    private var lanes: [Lane] = []

    var isEmpty: Bool { lanes.allSatisfy { $0.pages.isEmpty } }

    mutating func add(_ page: FilledPage) {
        while lanes.count <= page.desk { lanes.append(Lane()) }
        lanes[page.desk].pages.append(page)
    }

    /// Adds everything before `limit` to `bytes`, and answers the pages that are through.
    mutating func take(before limit: UInt64, into bytes: inout [UInt8]) -> [FilledPage] {
        var done: [FilledPage] = []
        while let first = earliest, first.next < limit {
            if let page = takeRun(of: first.lane, before: min(limit, first.others), into: &bytes) {
                done.append(page)
            }
        }
        return done
    }

    /// Whose packet is next, when it was, and when the next one of all others was.
    private var earliest: (lane: Int, next: UInt64, others: UInt64)? {
        var first: (lane: Int, next: UInt64, others: UInt64)?
        for lane in lanes.indices {
            guard let next = lanes[lane].next else { continue }
            if let found = first, found.next <= next {
                first?.others = min(found.others, next)
            } else {
                first = (lane, next, first?.next ?? .max)
            }
        }
        return first
    }

    /// One block at least, and those behind it that come before all others; answers the page when that was its end.
    private mutating func takeRun(of number: Int, before limit: UInt64, into bytes: inout [UInt8])
        -> FilledPage?
    {
        guard let filled = lanes[number].pages.first else { return nil }
        let (start, page) = (lanes[number].offset, filled.page)
        let end = page.show { bytes in
            var end = start
            repeat {
                end += PacketBlocks.size(in: bytes, at: end)
            } while end < bytes.count && PacketBlocks.ticks(in: bytes, at: end) < limit
            return end
        }
        page.copy(start..<end, to: &bytes)
        guard end >= page.count else {
            lanes[number].offset = end
            return nil
        }
        lanes[number].offset = 0
        return lanes[number].pages.popFirst()
    }
}
