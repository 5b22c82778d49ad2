internal import Trace

/// A page of packets on its way to the file.
struct FilledPage: Sendable {
    let page: PacketPage
    /// Whose it is: pages of one desk are in the order of time.
    let desk: Int
    /// What is in it, and what should be and had no room.
    let counts: PacketCounts
}

/// How many packets there were, by interface.
struct PacketCounts: Sendable {
    var written: [UInt64] = [0, 0]
    var dropped: [UInt64] = [0, 0]

    static func += (left: inout PacketCounts, right: PacketCounts) {
        for index in left.written.indices {
            left.written[index] += right.written[index]
            left.dropped[index] += right.dropped[index]
        }
    }

    /// The same, when the file did not take them.
    var lost: PacketCounts {
        PacketCounts(written: [0, 0], dropped: [written[0] + dropped[0], written[1] + dropped[1]])
    }
}
