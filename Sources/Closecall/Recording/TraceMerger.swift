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
            pages.first.map { $0.page.ticks(ofBlockAt: offset) }
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
        while let lane = earliest, let next = lanes[lane].next, next < limit {
            let others = lanes.indices.filter { $0 != lane }.compactMap { lanes[$0].next }.min()
            if let page = takeRun(of: lane, before: min(limit, others ?? limit), into: &bytes) {
                done.append(page)
            }
        }
        return done
    }

    private var earliest: Int? {
        lanes.indices.filter { lanes[$0].next != nil }
            .min { (lanes[$0].next ?? .max, $0) < (lanes[$1].next ?? .max, $1) }
    }

    /// One block at least, and those behind it that come before all others; answers the page when that was its end.
    private mutating func takeRun(of number: Int, before limit: UInt64, into bytes: inout [UInt8])
        -> FilledPage?
    {
        guard let filled = lanes[number].pages.first else { return nil }
        let (start, page) = (lanes[number].offset, filled.page)
        var end = start
        repeat {
            end += page.sizeOfBlock(at: end)
        } while end < page.count && page.ticks(ofBlockAt: end) < limit
        page.copy(start..<end, to: &bytes)
        guard end >= page.count else {
            lanes[number].offset = end
            return nil
        }
        lanes[number].offset = 0
        return lanes[number].pages.popFirst()
    }
}

extension PacketPage {
    private func word(at offset: Int) -> UInt32 {
        show { span in
            (0..<4).reduce(0) { $0 | UInt32(span[offset + $1]) << UInt32($1 * 8) }
        }
    }

    /// How long a block is.
    func sizeOfBlock(at offset: Int) -> Int { Int(word(at: offset + 4)) }

    /// When its packet was; 0 for what is no packet.
    func ticks(ofBlockAt offset: Int) -> UInt64 {
        guard word(at: offset) == 6 else { return 0 }
        return UInt64(word(at: offset + 12)) << 32 | UInt64(word(at: offset + 16))
    }
}
