/// Both ends of a connection, in words that are quickly compared and hashed, and the same whoever sends.
struct FlowKey: Equatable {
    private let lowerHigh, lowerLow: UInt64
    private let upperHigh, upperLow: UInt64
    /// The lower end's port, the upper one's, and the version of IP.
    private let ports: UInt64

    /// The key of a segment's connection, and whether its sender is the lower end.
    static func of(_ segment: borrowing TCPSegment) -> (key: FlowKey, fromLower: Bool) {
        let source = Words(segment.source), destination = Words(segment.destination)
        let fromLower = source.isNotAbove(destination)
        return fromLower ? (FlowKey(source, destination), true) : (FlowKey(destination, source), false)
    }

    private init(_ lower: Words, _ upper: Words) {
        (lowerHigh, lowerLow) = (lower.high, lower.low)
        (upperHigh, upperLow) = (upper.high, upper.low)
        ports = lower.port << 48 | upper.port << 32 | lower.version
    }

    /// Mixes by multiplication. The seed is another one in each run, or somebody could write a trace whose connections
    /// all hash alike.
    func hash(seed: UInt64) -> UInt64 {
        let first = Self.mix(lowerLow ^ seed, upperLow ^ 0x9E37_79B9_7F4A_7C15)
        let second = Self.mix(lowerHigh ^ ports ^ seed, upperHigh ^ 0xC2B2_AE3D_27D4_EB4F)
        return Self.mix(first ^ 0xA076_1D64_78BD_642F, second ^ seed)
    }

    @inline(__always)
    private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    /// One end.
    private struct Words {
        let high, low, port, version: UInt64

        @inline(__always)
        init(_ end: borrowing TCPEnd) {
            port = UInt64(end.port)
            switch end.address {
            case .v4(let bits): (high, low, version) = (0, UInt64(bits), 4)
            case .v6(let high, let low): (self.high, self.low, version) = (high, low, 6)
            }
        }

        @inline(__always)
        func isNotAbove(_ other: Words) -> Bool {
            if low != other.low { return low < other.low }
            if high != other.high { return high < other.high }
            return port <= other.port
        }
    }
}
