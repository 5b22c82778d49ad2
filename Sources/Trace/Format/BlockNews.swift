/// What a pcapng file has said so far besides its packets.
struct BlockNews {
    /// Of all sections, in the file's order.
    private(set) var interfaces: [TraceInterface] = []
    /// The interfaces' clocks.
    private(set) var clocks: [InterfaceClock] = []
    /// The place of the section's interface 0.
    private(set) var firstInterface = 0
    private(set) var names: [IPAddress: String] = [:]
    private(set) var secrets: [[UInt8]] = []
    var losses = LossCount()
    private var secretBytes = 0

    /// A file may say a lot; what is above these bounds is damage or, of names and secrets, not kept.
    enum Limits {
        static let interfaces = 16_384
        static let names = 65_536
        static let secretBytes = 16 << 20
    }

    /// Keeps what a block says that is no packet; of a kind that we do not know, nothing.
    mutating func note(_ block: RawBlock, _ bytes: Span<UInt8>) throws(TraceProblem) {
        switch block.kind {
        case BlockLayout.Kind.sectionHeader: try beginSection(block, bytes)
        case BlockLayout.Kind.interface: try addInterface(block, bytes)
        case BlockLayout.Kind.names: try addNames(block, bytes)
        case BlockLayout.Kind.statistics: try addStatistics(block, bytes)
        case BlockLayout.Kind.secrets: try addSecrets(block, bytes)
        default: break
        }
    }

    private mutating func beginSection(_ block: RawBlock, _ bytes: Span<UInt8>) throws(TraceProblem) {
        try block.needs(16, "a section header")
        let version = block.order.half(bytes, at: block.body.lowerBound + 4)
        guard version == 1 else {
            throw block.damage("a section is of pcapng version \(version); only version 1 is known")
        }
        firstInterface = interfaces.count
    }

    private mutating func addInterface(_ block: RawBlock, _ bytes: Span<UInt8>) throws(TraceProblem) {
        try block.needs(8, "an interface block")
        guard interfaces.count < Limits.interfaces else {
            throw block.damage("there are more than \(Limits.interfaces) interfaces")
        }
        let start = block.body.lowerBound
        var interface = TraceInterface(
            link: LinkType(number: UInt32(block.order.half(bytes, at: start))),
            snapLength: block.order.word(bytes, at: start + 4))
        var clock = InterfaceClock()
        var options = block.options(from: start + 8)
        while let (code, value) = try options.next(bytes) {
            switch (code, value.count) {
            case (BlockLayout.Option.interfaceName, _): interface.name = bytes.text(value)
            case (BlockLayout.Option.interfaceAbout, _): interface.about = bytes.text(value)
            // A first byte of 0: the filter as a text. Of 1: as machine code, which says nothing to people.
            case (BlockLayout.Option.interfaceFilter, 1...) where bytes[value.lowerBound] == 0:
                interface.filter = bytes.text(value.dropFirst())
            case (BlockLayout.Option.interfaceClock, 1...):
                clock.tick = TickLength(option: bytes[value.lowerBound])
            case (BlockLayout.Option.interfaceClockOffset, 8):
                clock.offset = Int64(bitPattern: block.order.long(bytes, at: value.lowerBound))
            default: break
            }
        }
        interface.ticksPerSecond = clock.tick.perSecond
        interfaces.append(interface)
        clocks.append(clock)
    }

    private mutating func addNames(_ block: RawBlock, _ bytes: Span<UInt8>) throws(TraceProblem) {
        var records = block.options(from: block.body.lowerBound)
        while let (code, value) = try records.next(bytes) {
            let address: IPAddress
            let name: Range<Int>
            switch (code, value.count) {
            case (1, 5...):
                // Addresses are in network order, whatever the section's is.
                address = .v4(SectionOrder.big.word(bytes, at: value.lowerBound))
                name = value.dropFirst(4)
            case (2, 17...):
                address = .v6(
                    SectionOrder.big.long(bytes, at: value.lowerBound),
                    SectionOrder.big.long(bytes, at: value.lowerBound + 8))
                name = value.dropFirst(16)
            default: continue
            }
            guard names[address] == nil, names.count < Limits.names else { continue }
            // An address may have several names, each with a zero byte behind it: the first is enough.
            let end = name.first { bytes[$0] == 0 } ?? name.upperBound
            names[address] = bytes.text(name.lowerBound..<end)
        }
    }

    private mutating func addStatistics(_ block: RawBlock, _ bytes: Span<UInt8>) throws(TraceProblem) {
        try block.needs(12, "a statistics block")
        let number = block.order.word(bytes, at: block.body.lowerBound)
        guard number < UInt32(clamping: interfaces.count - firstInterface) else {
            throw block.damage("statistics are of interface \(number), which no block before it describes")
        }
        var dropped: UInt64 = 0
        var options = block.options(from: block.body.lowerBound + 12)
        while let (code, value) = try options.next(bytes) {
            switch (code, value.count) {
            case (BlockLayout.Option.statisticsInterfaceDropped, 8),
                (BlockLayout.Option.statisticsSystemDropped, 8):
                let (sum, tooMany) = dropped.addingReportingOverflow(
                    block.order.long(bytes, at: value.lowerBound))
                dropped = tooMany ? .max : sum
            default: break
            }
        }
        losses.counted(dropped, at: firstInterface + Int(number))
    }

    private mutating func addSecrets(_ block: RawBlock, _ bytes: Span<UInt8>) throws(TraceProblem) {
        try block.needs(8, "a secrets block")
        let start = block.body.lowerBound
        guard block.order.word(bytes, at: start) == BlockLayout.tlsKeyLog else { return }
        let length = Int(block.order.word(bytes, at: start + 4))
        guard length <= block.body.count - 8 else {
            throw block.damage("secrets run past the end of their block")
        }
        guard length <= Limits.secretBytes - secretBytes else { return }
        secretBytes += length
        var keyLog: [UInt8] = []
        keyLog.append(copying: bytes.extracting(start + 8..<start + 8 + length))
        secrets.append(keyLog)
    }
}
