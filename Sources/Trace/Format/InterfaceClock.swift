/// How an interface's times are meant.
struct InterfaceClock {
    var tick = TickLength.microseconds
    /// Seconds to add.
    var offset: Int64 = 0

    func time(_ ticks: UInt64) -> PacketTime { tick.time(ticks, offset: offset) }
}
