/// How an interface's clock divides a second: by a power of ten or of two, which one byte tells (if_tsresol).
struct TickLength: Hashable, Sendable {
    /// Ticks in a second.
    let perSecond: UInt64

    /// What files without the option have.
    static let microseconds = TickLength(perSecond: 1_000_000)
    static let nanoseconds = TickLength(perSecond: 1_000_000_000)

    private init(perSecond: UInt64) { self.perSecond = perSecond }

    /// The highest bit chooses the base, the others are the exponent. Ticks too short to be counted in 64 bits are taken
    /// for the shortest: all their times are in the first seconds of 1970 anyway.
    init(option: UInt8) {
        let exponent = Int(option & 0x7F)
        if option & 0x80 != 0 {
            perSecond = exponent < 64 ? 1 << UInt64(exponent) : .max
        } else {
            perSecond = exponent < 20 ? (0..<exponent).reduce(1) { power, _ in power &* 10 } : .max
        }
    }

    /// The ticks of a clock with so many; nanoseconds where one byte cannot tell them.
    init(nearest perSecond: UInt64) {
        self =
            (0..<20).map(TickLength.init(option:)).first { $0.perSecond == perSecond }
            ?? (0x80..<0xC0).map(TickLength.init(option:)).first { $0.perSecond == perSecond }
            ?? .nanoseconds
    }

    /// The byte of the option.
    var option: UInt8 {
        if let exponent = (0..<20).first(where: { TickLength(option: $0) == self }) { return exponent }
        return 0x80 | UInt8(truncatingIfNeeded: perSecond.trailingZeroBitCount)
    }

    /// The tick that `time` falls in.
    func ticks(_ time: PacketTime) -> UInt64 {
        if perSecond == 1_000_000_000 { return time.nanoseconds }
        return Self.scaled(time.nanoseconds, by: perSecond, over: 1_000_000_000)
    }

    /// When a tick begins, `offset` seconds later; times that 64 bits of nanoseconds cannot hold become the last one.
    func time(_ ticks: UInt64, offset: Int64) -> PacketTime {
        let nanoseconds =
            switch perSecond {
            case 1_000_000_000: ticks
            case 1_000_000:
                ticks <= .max / 1000 ? ticks &* 1000 : UInt64.max
            default: Self.scaled(ticks, by: 1_000_000_000, over: perSecond)
            }
        if offset == 0 { return PacketTime(nanoseconds: nanoseconds) }
        let (shift, tooFar) = offset.magnitude.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, outside) =
            offset > 0
            ? nanoseconds.addingReportingOverflow(shift) : nanoseconds.subtractingReportingOverflow(shift)
        if tooFar || outside { return PacketTime(nanoseconds: offset > 0 ? .max : 0) }
        return PacketTime(nanoseconds: sum)
    }

    /// `number * factor / divisor`, or the greatest number where that is too great.
    private static func scaled(_ number: UInt64, by factor: UInt64, over divisor: UInt64) -> UInt64 {
        let product = number.multipliedFullWidth(by: factor)
        return product.high < divisor ? divisor.dividingFullWidth(product).quotient : .max
    }
}
