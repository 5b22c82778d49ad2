/// How a simulated network treats what is sent.
package struct NetworkTraits {
    /// The longest time, in microseconds, that something is on its way.
    var longestLatency = 0
    /// How many arrivals in a hundred bring only a part of what is on the way.
    var cuts = 0
    /// The most bytes that arrive at once when an arrival is cut.
    var largestCut = 1
    /// What the kernels hold between the relay and a peer, each way.
    var window = Int.max / 2
    /// The relay's read buffer.
    var readSize = 64 * 1024
    /// How many bytes a leg may read before others have their turn.
    var bytesPerTurn = 256 * 1024
    /// How many writes in a hundred the kernel takes only a part of.
    var shortWrites = 0
    /// Whether the kernel moves the middle of large payloads.
    var passesThrough = false
    /// Whether a reset overtakes what was sent before it.
    var losesAtReset = false

    package init(
        longestLatency: Int = 0, cuts: Int = 0, largestCut: Int = 1, window: Int = Int.max / 2,
        readSize: Int = 64 * 1024, bytesPerTurn: Int = 256 * 1024, shortWrites: Int = 0,
        passesThrough: Bool = false, losesAtReset: Bool = false
    ) {
        self.longestLatency = longestLatency
        self.cuts = cuts
        self.largestCut = largestCut
        self.window = window
        self.readSize = readSize
        self.bytesPerTurn = bytesPerTurn
        self.shortWrites = shortWrites
        self.passesThrough = passesThrough
        self.losesAtReset = losesAtReset
    }

    /// A network on which everything arrives at once and as it was sent.
    static let calm = NetworkTraits()

    /// Any network, mostly a bad one.
    static func random(using random: inout SeededGenerator) -> NetworkTraits {
        NetworkTraits(
            longestLatency: random.pick([0, 50, 1000, 200_000]),
            cuts: random.pick([0, 20, 80]),
            largestCut: random.pick([1, 7, 200, 1500, 65_536]),
            window: random.pick([512, 4096, 65_536, 300_000]),
            readSize: random.pick([100, 4096, 65_536]),
            bytesPerTurn: random.pick([4096, 262_144]),
            shortWrites: random.pick([0, 0, 30]),
            passesThrough: random.percent(50),
            losesAtReset: random.percent(50))
    }
}
