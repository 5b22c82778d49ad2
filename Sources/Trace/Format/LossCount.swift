/// How many packets got lost, as a file tells: at packets that come after, and in its interfaces' statistics.
struct LossCount {
    private var perInterface: [Int: (missed: UInt64, counted: UInt64)] = [:]

    /// So many are missing before a packet.
    mutating func missed(_ count: UInt64, at interface: Int) {
        let before = perInterface[interface, default: (0, 0)].missed
        perInterface[interface, default: (0, 0)].missed = Self.sum(before, count)
    }

    /// Since its beginning an interface lost so many.
    mutating func counted(_ count: UInt64, at interface: Int) {
        perInterface[interface, default: (0, 0)].counted = count
    }

    /// Both ways of counting are of the same packets, so the larger one of each interface counts.
    var total: UInt64 {
        perInterface.values.reduce(0) { sum, count in Self.sum(sum, max(count.missed, count.counted)) }
    }

    private static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (sum, tooMany) = left.addingReportingOverflow(right)
        return tooMany ? .max : sum
    }
}
