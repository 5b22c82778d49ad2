/// Writes the blocks of a pcapng file into memory: whoever owns the file takes `bytes` and begins again.
///
/// A file begins with `sectionHeader`, and an interface stands before its packets. Secrets stand before the packets
/// that they decrypt, or Wireshark does not decrypt them.
///
/// Nothing is refused: what is too long for the format is cut, texts at the end of a character.
public struct BlockWriter: Sendable {
    /// The blocks, little-endian.
    public private(set) var bytes: [UInt8] = []
    /// The clocks of the section's interfaces.
    private var clocks: [TickLength] = []

    /// Nothing written yet.
    public init() {}

    /// How many interfaces the section has.
    public var interfaceCount: Int { clocks.count }

    /// Forgets the bytes, and goes on with the same section.
    public mutating func removeAll(keepingCapacity: Bool = true) {
        bytes.removeAll(keepingCapacity: keepingCapacity)
    }

    // MARK: - What a file says first

    /// Begins a section: of what machine and system it tells, and which program wrote it. Interfaces count from 0 again.
    public mutating func sectionHeader(
        hardware: String? = nil, system: String? = nil, application: String? = nil, comment: String? = nil
    ) {
        clocks = []
        block(BlockLayout.Kind.sectionHeader) { block in
            block.append(BlockLayout.byteOrderMagic)
            // Version 1.0, and a section of unknown length: that can be read before it is complete.
            block.append(UInt16(1))
            block.append(UInt16(0))
            block.append(UInt64.max)
            block.options { options in
                options.text(BlockLayout.Option.comment, comment)
                options.text(BlockLayout.Option.hardware, hardware)
                options.text(BlockLayout.Option.system, system)
                options.text(BlockLayout.Option.application, application)
            }
        }
    }

    /// Describes an interface, and returns its number in the section.
    ///
    /// Its ticks are a power of ten or of two in a second; others become nanoseconds.
    @discardableResult
    public mutating func interface(_ interface: TraceInterface, system: String? = nil) -> Int {
        let clock = TickLength(nearest: interface.ticksPerSecond)
        block(BlockLayout.Kind.interface) { block in
            block.append(UInt16(clamping: interface.link.number))
            block.append(UInt16(0))
            block.append(interface.snapLength)
            block.options { options in
                options.text(BlockLayout.Option.interfaceName, interface.name)
                options.text(BlockLayout.Option.interfaceAbout, interface.about)
                options.value(BlockLayout.Option.interfaceClock, [clock.option])
                // A first byte of 0: what follows is in libpcap's language.
                options.text(BlockLayout.Option.interfaceFilter, interface.filter, after: 0)
                options.text(BlockLayout.Option.interfaceSystem, system)
            }
        }
        clocks.append(clock)
        return clocks.count - 1
    }

    /// Names addresses.
    public mutating func names(_ names: [(address: IPAddress, name: String)]) {
        var rest = names[...]
        while !rest.isEmpty {
            block(BlockLayout.Kind.names) { block in
                // So many names, each with a length in 16 bits, never make a block too long for readers.
                for (address, name) in rest.prefix(256) { block.name(name, of: address) }
                block.append(UInt32(0))
            }
            rest = rest.dropFirst(256)
        }
    }

    /// Adds a TLS key log's lines, for packets behind this block.
    public mutating func secrets(_ keyLog: Span<UInt8>) {
        var rest = 0..<keyLog.count
        while !rest.isEmpty {
            let part = Self.wholeLines(of: keyLog, in: rest)
            block(BlockLayout.Kind.secrets) { block in
                block.append(BlockLayout.tlsKeyLog)
                block.append(UInt32(truncatingIfNeeded: part.count))
                block.bytes.append(copying: keyLog.extracting(part))
                block.pad()
            }
            rest = part.upperBound..<rest.upperBound
        }
    }

    // MARK: - Packets

    /// Adds a packet. Of the head count its time, interface, original length and comments.
    ///
    /// `dropped` packets of the interface got lost since the one before.
    public mutating func packet(
        _ packet: Span<UInt8>, _ head: PacketHead, direction: PacketDirection? = nil, dropped: UInt64 = 0
    ) {
        precondition(
            clocks.indices.contains(head.interface), "a packet of an interface that is not in the file")
        let ticks = clocks[head.interface].ticks(head.time)
        let kept = min(packet.count, BlockLayout.largestPacket)
        block(BlockLayout.Kind.packet) { block in
            block.append(UInt32(truncatingIfNeeded: head.interface))
            block.time(ticks)
            block.append(UInt32(truncatingIfNeeded: kept))
            block.append(UInt32(clamping: max(head.originalLength, packet.count)))
            block.bytes.append(copying: packet.extracting(first: kept))
            block.pad()
            if head.comments.isEmpty && direction == nil && dropped == 0 { return }
            block.options { options in
                if let direction { options.number(BlockLayout.Option.packetFlags, direction.rawValue) }
                if dropped > 0 { options.number(BlockLayout.Option.packetDropCount, dropped) }
                for comment in head.comments where options.hasRoom {
                    options.text(BlockLayout.Option.comment, comment)
                }
            }
        }
    }

    // MARK: - What it says last

    /// Says what an interface counted between two times: what it received, and what of that it had no room for.
    public mutating func statistics(
        interface: Int, from start: PacketTime, to end: PacketTime, received: UInt64, dropped: UInt64,
        comment: String? = nil
    ) {
        precondition(clocks.indices.contains(interface), "statistics of an interface that is not in the file")
        let clock = clocks[interface]
        block(BlockLayout.Kind.statistics) { block in
            block.append(UInt32(truncatingIfNeeded: interface))
            block.time(clock.ticks(end))
            block.options { options in
                options.text(BlockLayout.Option.comment, comment)
                options.time(BlockLayout.Option.statisticsStart, clock.ticks(start))
                options.time(BlockLayout.Option.statisticsEnd, clock.ticks(end))
                options.number(BlockLayout.Option.statisticsReceived, received)
                options.number(BlockLayout.Option.statisticsInterfaceDropped, dropped)
            }
        }
    }

    // MARK: - Parts

    /// Writes a block around what `body` writes.
    private mutating func block(_ kind: UInt32, _ body: (inout BlockBody) -> Void) {
        var block = BlockBody(bytes: bytes)
        // The array must have one owner while it grows, or it would be copied.
        bytes = []
        let start = block.bytes.count
        block.append(kind)
        block.append(UInt32(0))
        body(&block)
        let length = UInt32(truncatingIfNeeded: block.bytes.count - start + 4)
        block.append(length)
        block.set(length, at: start + 4)
        bytes = block.bytes
    }

    /// As many lines as a block has room for; half a line only where one alone is longer than that.
    private static func wholeLines(of keyLog: Span<UInt8>, in rest: Range<Int>) -> Range<Int> {
        let room = BlockLayout.largestPacket
        guard rest.count > room else { return rest }
        let end = rest.lowerBound + room
        let line = (rest.lowerBound..<end).last { keyLog[$0] == UInt8(ascii: "\n") }
        return rest.lowerBound..<(line.map { $0 + 1 } ?? end)
    }
}
