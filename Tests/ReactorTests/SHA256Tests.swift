import Testing

@testable import Reactor

@Suite struct SHA256Tests {
    /// FIPS 180-4's own examples.
    @Test(
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ])
    func `digests are those of the standard`(text: String, digest: String) {
        let bytes = Array(text.utf8)
        let hex = SHA256.hash(bytes.span).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(hex == digest)
    }
}
