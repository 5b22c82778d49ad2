import Testing
import WebSocketWire

/// Inflates one message from its pieces.
private func inflate(
    _ inflater: inout Inflater, _ pieces: [[UInt8]], limit: Int = 1 << 20
) throws(InflateViolation) -> [UInt8] {
    var output: [UInt8] = []
    for piece in pieces { try inflater.inflate(piece.span, into: &output, limit: limit) }
    try inflater.finishMessage(into: &output, limit: limit)
    return output
}

private func violation(_ pieces: [[UInt8]], limit: Int = 1 << 20) -> InflateViolation? {
    var inflater = Inflater()
    do throws(InflateViolation) {
        _ = try inflate(&inflater, pieces, limit: limit)
        return nil
    } catch {
        return error
    }
}

private let hello = Array("Hello".utf8)
private let fixedHello: [UInt8] = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]
private let secondHello: [UInt8] = [0xF2, 0x00, 0x11, 0x00, 0x00]
private let storedHello: [UInt8] = [0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00]
private let finalHello: [UInt8] = [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00]
private let twoBlockHello: [UInt8] = [
    0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00,
]

@Suite struct `Inflater reads the examples of RFC 7692 §7.2.3, however they are split` {
    @Test(arguments: [fixedHello, storedHello, finalHello, twoBlockHello])
    func `§7.2.3.1, §7.2.3.3, §7.2.3.4, §7.2.3.5: Hello in one fixed, stored, final block, in two blocks`(
        _ wire: [UInt8]
    ) throws {
        try withEverySplit(of: wire) { pieces in
            var inflater = Inflater()
            let message = try inflate(&inflater, pieces)
            try #require(message == hello)
        }
    }

    @Test func `§7.2.3.2: a second message that refers to the first`() throws {
        try withEverySplit(of: secondHello) { pieces in
            var inflater = Inflater()
            _ = try inflate(&inflater, [fixedHello])
            let message = try inflate(&inflater, pieces)
            try #require(message == hello)
        }
    }

    @Test func `§7.2.3.2: a reference to the first message is damage without context takeover`() throws {
        var inflater = Inflater(contextTakeover: false)
        _ = try inflate(&inflater, [fixedHello])
        #expect(throws: InflateViolation.damaged(offset: 3)) {
            _ = try inflate(&inflater, [secondHello])
        }
    }

    @Test func `§7.2.3.4: after a final block the next message may refer to what was before it`() throws {
        var inflater = Inflater()
        for wire in [finalHello, secondHello, finalHello, secondHello] {
            #expect(try inflate(&inflater, [wire]) == hello)
        }
    }

    @Test func `§7.2.3.4: several final blocks in one message`() throws {
        let block = finalHello.dropLast()
        try withEverySplit(of: block + block + block + [0x00]) { pieces in
            var inflater = Inflater(contextTakeover: false)
            for _ in 0..<2 {
                let message = try inflate(&inflater, pieces)
                try #require(message == hello + hello + hello)
            }
        }
    }

    @Test func `§7.2.3.6: an empty message, before and after another`() throws {
        var inflater = Inflater()
        for (wire, message) in [([0x00], []), (fixedHello, hello), ([0x00], []), (secondHello, hello)] {
            #expect(try inflate(&inflater, [wire]) == message)
        }
    }
}

@Suite struct `Inflater reads on where nothing is lost` {
    @Test func `a final block without the empty one after it, in every split`() throws {
        let wire = Array(finalHello.dropLast())
        try withEverySplit(of: wire) { pieces in
            var inflater = Inflater()
            for _ in 0..<2 {
                let message = try inflate(&inflater, pieces)
                try #require(message == hello)
            }
        }
    }

    @Test func `no bytes at all are an empty message`() throws {
        var inflater = Inflater()
        for (wire, message) in [([], []), (fixedHello, hello), ([], []), (secondHello, hello)] {
            #expect(try inflate(&inflater, [wire]) == message)
        }
    }

    @Test func `memory can be given back between messages, but not a window that is needed`() throws {
        var forgetful = Inflater(contextTakeover: false)
        for _ in 0..<2 {
            #expect(try inflate(&forgetful, [fixedHello]) == hello)
            forgetful.releaseMemory()
        }
        var inflater = Inflater()
        _ = try inflate(&inflater, [fixedHello])
        inflater.releaseMemory()
        #expect(try inflate(&inflater, [secondHello]) == hello)
    }
}

@Suite struct `Inflater refuses what is no whole DEFLATE data` {
    @Test(
        arguments: [
            ([0xFF, 0xFF, 0xFF, 0xFF], 1),  // block type 3
            ([0x07, 0x00], 1),  // block type 3
            ([0x03, 0x00, 0x07], 3),  // block type 3 after a final block
            ([0x02, 0x02, 0x00, 0x00, 0x00], 2),  // a match from before the beginning
            ([0x03, 0x22, 0x00, 0x00, 0x00], 2),  // the same in a final block
            ([0x00, 0x05, 0x00, 0x05, 0x00], 5),  // a stored block whose length and its complement disagree
            (finalHello + [0x01, 0x02, 0x03, 0x04, 0x05], 12),  // the same after a final block
        ] as [([UInt8], Int)])
    func `damage gives 1002 and its place, however it is split`(_ wire: [UInt8], _ offset: Int) throws {
        try withEverySplit(of: wire) { pieces in
            try #require(violation(pieces) == .damaged(offset: offset))
        }
        #expect(violation([wire])?.closeCode == 1002)
    }

    @Test func `a message cut anywhere is truncated, 1002`() throws {
        var generator = SeededGenerator(seed: 5)
        for kind in [SampleMessage.noise, .text] {
            var deflater = Deflater()
            var wire: [UInt8] = []
            try deflater.deflate(kind.bytes(500, using: &generator).span, into: &wire)
            // Of noise, which is stored, the first byte alone is a whole message: the empty one.
            for length in 2..<wire.count {
                let error = violation([Array(wire[..<length])])
                try #require(error == .truncated(length: length), "\(kind)")
            }
            #expect(violation([wire]) == nil)
        }
        for length in 1..<fixedHello.count {
            let cut = Array(fixedHello[..<length])
            #expect(violation([cut]) == .truncated(length: length))
        }
    }

    @Test func `a stored block that takes the trailer for its data is truncated`() {
        // Five bytes announced, one there: the four bytes put back would make it whole.
        let wire: [UInt8] = [0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48]
        #expect(violation([wire]) == .truncated(length: 6))
    }

    @Test func `a failed inflater stays failed and says the same again`() throws {
        var inflater = Inflater()
        let expected = InflateViolation.damaged(offset: 1)
        var output: [UInt8] = []
        for _ in 0..<2 {
            #expect(throws: expected) { try inflater.inflate([0xFF].span, into: &output, limit: 10) }
        }
        #expect(throws: expected) { try inflater.finishMessage(into: &output, limit: 10) }
        #expect(output == [])
    }

    @Test func `random bytes end in a message or a violation, whole and byte by byte the same`() throws {
        var generator = SeededGenerator(seed: 99)
        for _ in 0..<1000 {
            let wire = generator.bytes(Int.random(in: 1...40, using: &generator))
            try #require(outcome(wire.map { [$0] }) == outcome([wire]), "\(wire)")
        }
    }

    @Test func `flipped bits end in a message or a violation, whole and byte by byte the same`() throws {
        var generator = SeededGenerator(seed: 98)
        for round in 0..<300 {
            let kind = SampleMessage.allCases[round % SampleMessage.allCases.count]
            var deflater = Deflater()
            var wire: [UInt8] = []
            try deflater.deflate(kind.bytes(1500, using: &generator).span, into: &wire)
            let flipped = Int.random(in: wire.indices, using: &generator)
            wire[flipped] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            for limit in [1000, 3000] {
                let (pieces, whole) = (
                    outcome(wire.map { [$0] }, limit: limit), outcome([wire], limit: limit)
                )
                try #require(pieces == whole, "round \(round), \(kind), byte \(flipped), limit \(limit)")
            }
        }
    }

    private func outcome(_ pieces: [[UInt8]], limit: Int = 1 << 20) -> Result<[UInt8], InflateViolation> {
        Result { () throws(InflateViolation) in
            var inflater = Inflater()
            return try inflate(&inflater, pieces, limit: limit)
        }
    }

    @Test func `a violation says what, where and the clause`() {
        #expect(
            InflateViolation.damaged(offset: 3).description
                == "compressed message is damaged at byte 3: not valid DEFLATE data (RFC 7692 §7.2.2)")
        #expect(
            InflateViolation.tooBig(limit: 10).description
                == "compressed message inflates to more than the limit of 10 bytes")
    }
}

@Suite struct `Inflater stops at its limit` {
    @Test func `exactly the limit passes, one less gives 1009, in every split the same`() throws {
        try withEverySplit(of: finalHello) { pieces in
            try #require(violation(pieces, limit: 5) == nil)
            let error = try #require(violation(pieces, limit: 4))
            try #require(error == .tooBig(limit: 4) && error.closeCode == 1009)
            try #require(error == violation([finalHello], limit: 4))
        }
        #expect(violation([[0x00]], limit: 0) == nil)
        #expect(violation([fixedHello], limit: 0)?.closeCode == 1009)
    }

    @Test func `the limit is the message's, over all its fragments, and anew for the next`() throws {
        var inflater = Inflater()
        for wire in [fixedHello, secondHello] {
            #expect(try inflate(&inflater, wire.map { [$0] }, limit: 5) == hello)
        }
        var output: [UInt8] = []
        #expect(throws: InflateViolation.tooBig(limit: 4)) {
            for byte in secondHello {
                var fragment: [UInt8] = []
                defer { output += fragment }
                try inflater.inflate([byte].span, into: &fragment, limit: 4)
            }
        }
        #expect(output == Array("Hell".utf8))
    }

    @Test func `a bomb of a gigabyte in a megabyte grows the output to the limit and no further`() throws {
        let megabyte = [UInt8](repeating: 0, count: 1 << 20)
        var deflater = Deflater()
        var wire: [UInt8] = []
        try deflater.deflate(megabyte.span, into: &wire)
        // Every further megabyte is the same thousand bytes, so the bomb need not be compressed whole.
        var repeated: [UInt8] = []
        try deflater.deflate(megabyte.span, into: &repeated)
        for _ in 1..<1024 { wire += [0x00, 0x00, 0xFF, 0xFF] + repeated }
        #expect(wire.count < 1_100_000)

        var inflater = Inflater()
        var output: [UInt8] = []
        let limit = 3_000_000
        do throws(InflateViolation) {
            try inflater.inflate(wire.span, into: &output, limit: limit)
            Issue.record("the bomb went off")
        } catch {
            #expect(error == .tooBig(limit: limit))
        }
        #expect(output == [UInt8](repeating: 0, count: limit))
        #expect(output.capacity < 2 * limit + 200_000)
    }

    @Test func `a megabyte of empty final blocks inflates to nothing, in time that is linear`() throws {
        let wire = fixedHello + [0x00, 0x00, 0xFF, 0xFF]
        var blocks: [UInt8] = [0x03, 0x00]
        while blocks.count < 1 << 20 { blocks += blocks }
        var inflater = Inflater()
        #expect(try inflate(&inflater, [wire, blocks]) == hello)
    }
}

@Suite struct `What a deflater writes an inflater reads` {
    @Test(arguments: WindowBits.allCases, [true, false])
    func `for every window, with and without takeover, for messages of many sizes`(
        _ bits: WindowBits, _ takeover: Bool
    ) throws {
        var generator = SeededGenerator(seed: UInt64(bits.rawValue))
        var deflater = Deflater(windowBits: bits, contextTakeover: takeover)
        var inflater = Inflater(windowBits: bits, contextTakeover: takeover)
        for kind in SampleMessage.allCases {
            for size in [0, 1, 2, 3, 125, 126, 257, 4096, 65_536, 100_000] {
                let message = kind.bytes(size, using: &generator)
                var wire: [UInt8] = []
                try deflater.deflate(message.span, into: &wire)
                try #require(try inflate(&inflater, [wire], limit: size) == message, "\(kind) \(size)")
            }
        }
    }

    @Test func `levels and memory levels make no difference to what is read`() throws {
        var generator = SeededGenerator(seed: 21)
        for level in 0...9 {
            for memoryLevel in 1...9 {
                var deflater = Deflater(windowBits: 11, level: level, memoryLevel: memoryLevel)
                var inflater = Inflater(windowBits: 11)
                for kind in SampleMessage.allCases {
                    let message = kind.bytes(2000, using: &generator)
                    var wire: [UInt8] = []
                    try deflater.deflate(message.span, into: &wire)
                    try #require(try inflate(&inflater, [wire]) == message, "\(level) \(memoryLevel) \(kind)")
                }
            }
        }
    }

    @Test(arguments: SampleMessage.allCases)
    func `in every split`(_ kind: SampleMessage) throws {
        var generator = SeededGenerator(seed: 31)
        let message = kind.bytes(700, using: &generator)
        var deflater = Deflater()
        var wire: [UInt8] = []
        try deflater.deflate(message.span, into: &wire)
        try withEverySplit(of: wire) { pieces in
            var inflater = Inflater()
            let result = try inflate(&inflater, pieces, limit: message.count)
            try #require(result == message)
        }
    }
}
