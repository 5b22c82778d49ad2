/// A stream of random numbers that belongs to one name under one seed, and to nobody else.
///
/// Each decision draws from a stream named after what it is about (session, rule, direction, occasion), so that
/// another session, another rule or another draw shifts nothing: law 1 of the design.
///
/// SplitMix64: the same numbers for the same seed on every machine, and a state of one word, which fits a journal.
public struct RandomStream: RandomNumberGenerator, Hashable, Sendable {
    /// Where the stream stands. A stream that is made from it goes on with the same numbers.
    public private(set) var state: UInt64

    /// The stream that goes on from `state`.
    public init(state: UInt64) {
        self.state = state
    }

    /// The stream called `names` under `seed`.
    public init(seed: UInt64, _ names: String...) {
        var hash = Self.mixed(seed &+ Self.step)
        for name in names { hash = Self.mixed(hash ^ Self.digest(name)) }
        state = hash
    }

    /// A stream of its own for `number`, that takes nothing from this one.
    public func named(_ number: UInt64) -> RandomStream {
        RandomStream(state: Self.mixed(state ^ Self.mixed(number &+ Self.step)))
    }

    /// A stream of its own for `name`, that takes nothing from this one.
    public func named(_ name: String) -> RandomStream {
        RandomStream(state: Self.mixed(state ^ Self.digest(name)))
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= Self.step
        return Self.mixed(state)
    }

    /// 0 up to, but not, 1: one of 2^53 values.
    public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// True with this probability. Always draws one number, so that what follows does not depend on it.
    public mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    /// One of 0..<bound, all alike; 0 where that is empty.
    public mutating func below(_ bound: Int) -> Int {
        bound < 2 ? 0 : Int(truncatingIfNeeded: next(upperBound: UInt64(bound)))
    }

    /// Any number of the range, all alike.
    public mutating func within(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// True once in so many times.
    package mutating func once(in count: Int) -> Bool { below(count) == 0 }

    /// One of these, all alike.
    package mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// So many random bytes.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<max(0, count)).map { _ in UInt8(truncatingIfNeeded: next() >> 24) }
    }

    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// FNV-1a over the name's bytes and its length, so that ("ab", "c") is not ("a", "bc").
    private static func digest(_ name: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var count: UInt64 = 0
        for byte in name.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            count &+= 1
        }
        return mixed(hash &+ count)
    }
}
