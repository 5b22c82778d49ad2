import WebSocketWire

/// What a client and a server say to each other, all of it drawn from one seed: legal or not, in any pieces.
struct RandomConversation: Sendable {
    let seed: UInt64
    let request: [UInt8]
    let response: [UInt8]
    let toServer: Script
    let toClient: Script

    /// One side's frames.
    struct Script: Sendable {
        var bytes: [UInt8] = []
        var frames = 0
        /// Where the bytes are cut when they are written.
        var cuts: [Int] = []

        /// The bytes in the pieces they are written in.
        var pieces: [[UInt8]] {
            var pieces: [[UInt8]] = []
            var start = 0
            for cut in cuts + [bytes.count] where cut > start {
                pieces.append(Array(bytes[start..<cut]))
                start = cut
            }
            return pieces
        }
    }

    init(seed: UInt64) {
        self.seed = seed
        var random = SplitMix(seed: seed)
        let offersDeflate = Bool.random(using: &random)
        let key = SecWebSocketKey(nonce: random.words(2))
        let padding = String(repeating: "x", count: Int.random(in: 0...300, using: &random))
        let deflate = offersDeflate ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : ""
        request = Array(
            ("GET /\(seed)?\(padding) HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: \(key.encoded)\r\nSec-WebSocket-Version: 13\r\n\(deflate)\r\n").utf8)
        response = Array(
            ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: \(key.accept)\r\n\(deflate)\r\n").utf8)
        toServer = Script(isMasked: true, isCompressed: offersDeflate, using: &random)
        toClient = Script(isMasked: false, isCompressed: offersDeflate, using: &random)
    }
}

extension RandomConversation.Script {
    init(isMasked: Bool, isCompressed: Bool, using random: inout SplitMix) {
        var deflater = Deflater()
        for _ in 0..<Int.random(in: 0...10, using: &random) {
            frames += 1
            let opcode = Opcode(rawValue: UInt8.random(in: 0...15, using: &random))
            var payload = Self.payload(using: &random)
            var reserved: UInt8 = Int.random(in: 0..<20, using: &random) == 0 ? 3 : 0
            if isCompressed, !opcode.isControl, Bool.random(using: &random) {
                var deflated: [UInt8] = []
                // Out of memory is the only way to fail; the bytes then stay as they are.
                if (try? deflater.deflate(payload.span, into: &deflated)) != nil { payload = deflated }
                reserved |= 4
            }
            let keeps = Int.random(in: 0..<30, using: &random) > 0
            let key = isMasked == keeps ? MaskingKey(bits: random.word) : nil
            let header = FrameHeader(
                opcode: opcode, isFinal: Bool.random(using: &random), reservedBits: reserved,
                maskingKey: key, payloadLength: UInt64(payload.count),
                lengthForm: Int.random(in: 0..<15, using: &random) == 0 ? .eight : nil)
            header.append(to: &bytes)
            bytes += payload
        }
        for _ in 0..<Int.random(in: 0...6, using: &random) where !bytes.isEmpty {
            cuts.append(Int.random(in: 0...bytes.count, using: &random))
        }
        cuts.sort()
    }

    /// Mostly small, some over each of the two length limits.
    private static func payload(using random: inout SplitMix) -> [UInt8] {
        let count =
            switch Int.random(in: 0..<100, using: &random) {
            case 0: Int.random(in: 65_530...150_000, using: &random)
            case 1..<10: Int.random(in: 120...5000, using: &random)
            default: Int.random(in: 0...130, using: &random)
            }
        return random.bytes(count)
    }
}

/// SplitMix64: the same numbers for the same seed on every machine.
struct SplitMix: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    var word: UInt32 {
        mutating get { UInt32(truncatingIfNeeded: next()) }
    }

    /// Eight bytes for each draw: a test's megabytes should not take its time.
    mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes = words((count + 7) / 8)
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    mutating func words(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * 8)
        for _ in 0..<count {
            var word = next()
            for _ in 0..<8 {
                bytes.append(UInt8(truncatingIfNeeded: word))
                word >>= 8
            }
        }
        return bytes
    }
}
