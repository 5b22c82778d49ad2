import Testing
import WebSocketWire

private func deflate(_ deflater: inout Deflater, _ message: [UInt8]) throws -> [UInt8] {
    var output: [UInt8] = []
    try deflater.deflate(message.span, into: &output)
    return output
}

@Suite struct `Deflater writes` {
    private let hello = Array("Hello".utf8)

    @Test func `RFC 7692 §7.2.3.1: Hello`() throws {
        var deflater = Deflater()
        #expect(try deflate(&deflater, hello) == [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00])
    }

    @Test func `RFC 7692 §7.2.3.2: a second Hello refers to the first one`() throws {
        var deflater = Deflater()
        _ = try deflate(&deflater, hello)
        #expect(try deflate(&deflater, hello) == [0xF2, 0x00, 0x11, 0x00, 0x00])
    }

    @Test func `RFC 7692 §7.2.3.2: without context takeover the second Hello is like the first`() throws {
        var deflater = Deflater(contextTakeover: false)
        for _ in 0..<3 {
            #expect(try deflate(&deflater, hello) == [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00])
        }
    }

    @Test func `RFC 7692 §7.2.3.3: level 0 stores`() throws {
        var deflater = Deflater(level: 0)
        #expect(
            try deflate(&deflater, hello)
                == [0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00])
    }

    @Test func `RFC 7692 §7.2.3.6: an empty message is one zero byte, first, between and last`() throws {
        var deflater = Deflater()
        #expect(try deflate(&deflater, []) == [0x00])
        #expect(try deflate(&deflater, hello) == [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00])
        #expect(try deflate(&deflater, []) == [0x00])
        #expect(try deflate(&deflater, hello) == [0xF2, 0x00, 0x11, 0x00, 0x00])
        var output: [UInt8] = []
        try deflater.deflateFragment([UInt8]().span, isFinal: false, into: &output)
        try deflater.deflateFragment([UInt8]().span, isFinal: true, into: &output)
        #expect(output == [0x00])
    }

    @Test func `output is appended to what is there`() throws {
        var deflater = Deflater()
        var output: [UInt8] = [1, 2, 3]
        try deflater.deflate(hello.span, into: &output)
        #expect(output == [1, 2, 3, 0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00])
    }

    @Test(arguments: SampleMessage.allCases)
    func `the bytes do not depend on how much room the output has`(_ kind: SampleMessage) throws {
        var generator = SeededGenerator(seed: 11)
        for level in [0, 1, 6] {
            let message = kind.bytes(3000, using: &generator)
            var first = Deflater(level: level)
            let expected = try deflate(&first, message)
            var capacities = Array(stride(from: 0, to: 3000, by: 77))
            capacities += (expected.count - 5)...(expected.count + 8)
            for capacity in capacities {
                var deflater = Deflater(level: level)
                var output: [UInt8] = []
                output.reserveCapacity(capacity)
                try deflater.deflate(message.span, into: &output)
                try #require(output == expected, "level \(level), capacity \(capacity)")
            }
        }
    }

    @Test(arguments: SampleMessage.allCases)
    func `fragments of any size make a message that inflates to their sum`(_ kind: SampleMessage) throws {
        var generator = SeededGenerator(seed: 12)
        let message = kind.bytes(600, using: &generator)
        var deflater = Deflater()
        var inflater = Inflater()
        try withEverySplit(of: message) { pieces in
            var (wire, result): ([UInt8], [UInt8]) = ([], [])
            for piece in pieces { try deflater.deflateFragment(piece.span, isFinal: false, into: &wire) }
            try deflater.deflateFragment([UInt8]().span, isFinal: true, into: &wire)
            try inflater.inflate(wire.span, into: &result, limit: message.count)
            try inflater.finishMessage(into: &result, limit: message.count)
            try #require(result == message)
        }
    }

    @Test func `memory can be given back between messages, but not a window that is needed`() throws {
        var forgetful = Deflater(contextTakeover: false)
        for _ in 0..<2 {
            #expect(try deflate(&forgetful, hello) == [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00])
            forgetful.releaseMemory()
        }
        var deflater = Deflater()
        _ = try deflate(&deflater, hello)
        deflater.releaseMemory()
        #expect(try deflate(&deflater, hello) == [0xF2, 0x00, 0x11, 0x00, 0x00])
    }

    @Test func `zlib says its version`() {
        #expect(Deflater.zlibVersion.hasPrefix("1."))
    }
}

@Suite struct `The window a deflater keeps to` {
    /// zlib never refers further back than its window less 262 bytes of look-ahead, and its smallest window is 512.
    /// Each message tempts it with the same 64 bytes at that distance, one more, at the window's end and beyond.
    @Test(arguments: WindowBits.allCases)
    func `no reference goes back further than the window, not even at 8`(_ bits: WindowBits) throws {
        let reach = max(bits.windowSize, 512) - 262
        #expect(reach <= bits.windowSize)
        for level in bits < 12 ? [1, 6, 9] : [6] {
            var generator = SeededGenerator(seed: UInt64(level))
            var deflater = Deflater(windowBits: bits, level: level)
            var reader = DeflateReader()
            var sent: [UInt8] = []
            for distance in [reach, reach + 1, bits.windowSize, bits.windowSize + 1] {
                let message = sixBitNoise(64, distance, using: &generator)
                sent += message
                try reader.read(try deflate(&deflater, message) + [0x00, 0x00, 0xFF, 0xFF])
            }
            #expect(reader.output == sent)
            #expect(reader.farthest == reach, "level \(level)")
        }
    }

    /// Noise that is worth compressing (else zlib stores it) and seldom repeats itself, whose first `count` bytes come again at `distance`.
    private func sixBitNoise(
        _ count: Int, _ distance: Int, using generator: inout SeededGenerator
    ) -> [UInt8] {
        let noise = generator.bytes(distance).map { $0 & 63 }
        return noise + noise[..<count]
    }
}
