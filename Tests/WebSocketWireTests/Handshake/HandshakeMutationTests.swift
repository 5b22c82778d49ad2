import Testing
import WebSocketWire

/// Random damage to good heads: nothing traps, and no split changes what is said.
struct HandshakeMutationTests {
    private static let seed: UInt64 = 0xC105_ECA1

    @Test func `damaged requests are judged alike at every split`() throws {
        var generator = SeededGenerator(seed: Self.seed)
        for round in 0..<300 {
            let bytes = Self.damaged(Example.requestHead().bytes + [0x81, 0x80], using: &generator)
            let whole = parseRequest([bytes])
            try Self.requireSame(bytes, round, using: &generator) { parseRequest($0) == whole }
            if case .complete(let head, let consumed) = whole {
                // What we read we can write and read again.
                #expect(parseRequest([head.bytes]) == .complete(head, consumed: head.bytes.count))
                #expect(consumed <= bytes.count)
                _ = try? HandshakeRequest(head)
            }
            _ = whole.violation.map { "\($0)\(String(describing: $0.refusal?.bytes))" }
        }
    }

    @Test func `damaged responses are judged alike at every split`() throws {
        let request = try HandshakeRequest(Example.requestHead())
        var generator = SeededGenerator(seed: Self.seed &+ 1)
        for round in 0..<300 {
            let bytes = Self.damaged(Example.responseHead().bytes + [0x81, 0x00], using: &generator)
            let whole = parseResponse([bytes])
            try Self.requireSame(bytes, round, using: &generator) { parseResponse($0) == whole }
            if case .complete(let head, _) = whole { _ = try? HandshakeResponse(head, answering: request) }
            _ = whole.violation.map { "\($0)" }
        }
    }

    @Test func `random bytes are judged alike at every split`() throws {
        var generator = SeededGenerator(seed: Self.seed &+ 2)
        for round in 0..<300 {
            let bytes = generator.bytes(Int.random(in: 0...60, using: &generator))
            let whole = parseRequest([bytes])
            try Self.requireSame(bytes, round, using: &generator) { parseRequest($0) == whole }
        }
    }

    @Test func `damaged URLs and extension lists never trap`() {
        var generator = SeededGenerator(seed: Self.seed &+ 3)
        let texts = [
            "wss://user:pw@example.com:8080/a/../b%20c?d=e", "ws://[2001:db8::ffff:1.2.3.4]:81/",
            "ws://127.0x1/",
            "permessage-deflate; client_max_window_bits=\"1\\5\", x; y",
        ]
        for _ in 0..<2000 {
            guard let text = texts.randomElement(using: &generator) else { continue }
            let damaged = String(
                decoding: Self.damaged(Array(text.utf8), using: &generator), as: UTF8.self)
            _ = try? ExtensionOffer.parse(damaged)
            guard let url = try? WebSocketURL(damaged) else { continue }
            // What we write we read as the same.
            #expect((try? WebSocketURL(url.description)) == url, "\(damaged)")
        }
    }

    /// Whole, byte by byte, and at four random places each: all splits of all mutants would take a minute.
    private static func requireSame(
        _ bytes: [UInt8], _ round: Int, using generator: inout SeededGenerator,
        _ holds: ([[UInt8]]) -> Bool
    ) throws {
        try #require(holds(bytes.map { [$0] }), "round \(round) of seed \(seed), byte by byte: \(bytes)")
        for _ in 0..<4 {
            let cut = Int.random(in: 0...bytes.count, using: &generator)
            let pieces = [Array(bytes[..<cut]), Array(bytes[cut...])]
            try #require(holds(pieces), "round \(round) of seed \(seed), cut at \(cut): \(bytes)")
        }
    }

    /// One to four bytes changed, taken out, doubled or put in; what is put in is often what a parser minds.
    private static func damaged(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        let awkward = Array("\r\n\t :;,\"\\/#?@[]%=.\0\u{7F}".utf8) + [0x16, 0x80, 0xFF]
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &generator)
            let byte =
                Bool.random(using: &generator)
                ? UInt8.random(in: 0...255, using: &generator)
                : awkward[Int.random(in: 0..<awkward.count, using: &generator)]
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes[at] = byte
            case 1: bytes.remove(at: at)
            case 2: bytes.insert(byte, at: at)
            case 3: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            default: bytes.insert(contentsOf: bytes[at...].prefix(10), at: at)
            }
        }
        return bytes
    }
}
