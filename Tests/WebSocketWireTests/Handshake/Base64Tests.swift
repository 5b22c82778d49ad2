import Testing
import WebSocketWire

struct Base64Tests {
    /// RFC 4648 §10.
    static let vectors = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ]

    @Test(arguments: vectors)
    func `the vectors of RFC 4648, both ways`(_ plain: String, _ encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(plain.utf8))
    }

    @Test func `every byte value in every place comes back`() {
        for prefix in 0..<3 {
            for byte in UInt8.min...UInt8.max {
                let bytes = [UInt8](repeating: 0xA5, count: prefix) + [byte]
                #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            }
        }
    }

    @Test func `the last two letters of the alphabet`() {
        #expect(Base64.encode([0xFB, 0xEF, 0xFF]) == "++//")
        #expect(Base64.decode("++//") == [0xFB, 0xEF, 0xFF])
    }

    @Test(arguments: [
        "Zg", "Zg=", "Z", "Zm9vYg=", "====", "Z===", "=Zg=", "Zg==Zg==", "Zm9v\n", "Zm 9v", "Zm9-", "Zm9_",
        "Zm9é", "\u{212A}m9v",
    ])
    func `what no encoder writes is refused`(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: ["Zh==", "Zm9="])
    func `bits behind the last byte must be zero`(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }
}
