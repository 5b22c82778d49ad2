import Testing
import WebSocketWire

struct SHA1Tests {
    private static func hex(_ message: String) -> String {
        SHA1.hash(Array(message.utf8))
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// RFC 3174 §7.3, tests 1, 2 and 4, and the empty message (FIPS 180).
    @Test(arguments: [
        ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
        ),
        (
            String(repeating: "0123456701234567012345670123456701234567012345670123456701234567", count: 10),
            "dea356a2cddd90c7a7ecedc5ebb563934f460452"
        ),
        ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    ])
    func `the vectors of RFC 3174`(_ message: String, _ digest: String) {
        #expect(Self.hex(message) == digest)
    }

    @Test func `a million times a (RFC 3174 test 3)`() {
        let message = String(repeating: "a", count: 1_000_000)
        #expect(Self.hex(message) == "34aa973cd4c4daa4f61eeb2bdbad27316534016f")
    }

    /// The padding changes shape at 55, 56 and 64 bytes. Digests by coreutils' sha1sum.
    @Test(arguments: [
        (55, "c1c8bbdc22796e28c0e15163d20899b65621d65a"),
        (56, "c2db330f6083854c99d4b5bfb6e8f29f201be699"),
        (63, "03f09f5b158a7a8cdad920bddc29b81c18a551f5"),
        (64, "0098ba824b5c16427bd7a1122a5a442a25ec644d"),
    ])
    func `messages around a block's length`(_ count: Int, _ digest: String) {
        #expect(Self.hex(String(repeating: "a", count: count)) == digest)
    }
}
