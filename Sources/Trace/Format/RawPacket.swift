/// A packet as its block tells of it.
struct RawPacket {
    /// Its place among the file's interfaces.
    var interface: Int
    let link: LinkType
    let time: PacketTime
    let originalLength: Int
    /// Where it stands in the window.
    let bytes: Range<Int>
    var comments: [String] = []
}

extension BlockNews {
    /// A packet as blocks are written today.
    mutating func packet(_ block: RawBlock, _ bytes: Span<UInt8>) throws(TraceProblem) -> RawPacket {
        try block.needs(20, "a packet block")
        let start = block.body.lowerBound
        let interface = try place(of: block.order.word(bytes, at: start), block)
        let kept = try Self.kept(block.order.word(bytes, at: start + 12), from: start + 20, block)
        var packet = RawPacket(
            interface: interface, link: interfaces[interface].link,
            time: clocks[interface].time(block.order.time(bytes, at: start + 4)),
            originalLength: max(Int(block.order.word(bytes, at: start + 16)), kept.count), bytes: kept)
        try options(of: &packet, block, bytes)
        return packet
    }

    /// A packet as old files have it: a shorter number of its interface, and what was lost before it.
    mutating func obsoletePacket(_ block: RawBlock, _ bytes: Span<UInt8>) throws(TraceProblem) -> RawPacket {
        try block.needs(20, "a packet block")
        let start = block.body.lowerBound
        let interface = try place(of: UInt32(block.order.half(bytes, at: start)), block)
        let kept = try Self.kept(block.order.word(bytes, at: start + 12), from: start + 20, block)
        var packet = RawPacket(
            interface: interface, link: interfaces[interface].link,
            time: clocks[interface].time(block.order.time(bytes, at: start + 4)),
            originalLength: max(Int(block.order.word(bytes, at: start + 16)), kept.count), bytes: kept)
        let lost = block.order.half(bytes, at: start + 2)
        // The highest number: nobody counted.
        if lost != .max { losses.missed(UInt64(lost), at: interface) }
        try options(of: &packet, block, bytes)
        return packet
    }

    /// A packet with nothing but its length: how much of it was kept follows from the interface.
    func simplePacket(
        _ block: RawBlock, _ bytes: Span<UInt8>, at time: PacketTime
    ) throws(TraceProblem) -> RawPacket {
        try block.needs(4, "a simple packet block")
        let interface = try place(of: 0, block)
        let original = block.order.word(bytes, at: block.body.lowerBound)
        let limit = interfaces[interface].snapLength
        let kept = try Self.kept(
            limit == 0 ? original : min(original, limit), from: block.body.lowerBound + 4, block)
        return RawPacket(
            interface: interface, link: interfaces[interface].link, time: time,
            originalLength: Int(original), bytes: kept)
    }

    // MARK: - Parts

    /// Where the file has the section's interface of this number.
    private func place(of number: UInt32, _ block: RawBlock) throws(TraceProblem) -> Int {
        guard number < UInt32(clamping: interfaces.count - firstInterface) else {
            throw block.damage("a packet is of interface \(number), which no block before it describes")
        }
        return firstInterface + Int(number)
    }

    private static func kept(
        _ count: UInt32, from start: Int, _ block: RawBlock
    ) throws(TraceProblem) -> Range<Int> {
        guard count <= BlockLayout.largestPacket else {
            throw block.damage("a packet claims a length of \(count) bytes")
        }
        guard Int(count) <= block.body.upperBound - start else {
            throw block.damage("a packet of \(count) bytes runs past the end of its block")
        }
        return start..<start + Int(count)
    }

    private mutating func options(
        of packet: inout RawPacket, _ block: RawBlock, _ bytes: Span<UInt8>
    ) throws(TraceProblem) {
        let start = packet.bytes.lowerBound + BlockLayout.padded(packet.bytes.count)
        guard start < block.body.upperBound else { return }
        var options = block.options(from: start)
        while let (code, value) = try options.next(bytes) {
            switch (code, value.count) {
            case (BlockLayout.Option.comment, _): packet.comments.append(bytes.text(value))
            case (BlockLayout.Option.packetDropCount, 8):
                losses.missed(block.order.long(bytes, at: value.lowerBound), at: packet.interface)
            default: break
            }
        }
    }
}
