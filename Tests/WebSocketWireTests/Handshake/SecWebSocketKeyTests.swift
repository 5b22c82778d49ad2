import Testing
import WebSocketWire

struct SecWebSocketKeyTests {
    @Test func `the example of RFC 6455 §1_3`() throws {
        let key = SecWebSocketKey(nonce: Array("the sample nonce".utf8))
        #expect(key.encoded == Example.key)
        #expect(key.accept == Example.accept)
        #expect(SecWebSocketKey(encoded: Example.key) == key)
        #expect("\(key)" == Example.key)
    }

    @Test(arguments: [
        "", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25j", "dGhlIHNhbXBsZSBub25jZWU=",
        "dGhlIHNhbXBsZSBub25jZR==",
    ])
    func `what is not the base64 of 16 bytes is no key`(_ text: String) {
        #expect(SecWebSocketKey(encoded: text) == nil)
    }
}
