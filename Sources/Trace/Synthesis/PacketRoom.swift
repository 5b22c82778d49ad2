/// Where synthesised packets go.
public protocol PacketRoom: AnyObject {
    /// A page with room for a block of this size, of a packet on this interface; nil when there is none, and the packet
    /// is lost.
    func page(for size: Int, on interface: Int) -> PacketPage?

    /// The time of what happens now since 1970, in ticks of the file's clock.
    var ticks: UInt64 { get }
}
