import Testing

@testable import Reactor

@Suite struct CertificateNameTests {
    @Test(arguments: [
        ("localhost", "localhost"), ("Example.ORG.", "example.org"), ("a_b.c-d", "a_b.c-d"), ("::1", "::1"),
        ("127.0.0.1", "127.0.0.1"), ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ])
    func `a host name is kept in one spelling`(name: String, kept: String) {
        #expect(CertificateName(name)?.text == kept)
    }

    @Test(arguments: [
        "", ".", "a..b", "*.example.org", "a,b", "a b", "a/b", "bücher.example", "a\n", "::1::2", "[::1]",
        String(repeating: "a", count: 64), String(repeating: "a.", count: 128),
    ])
    func `anything else is no name`(name: String) {
        #expect(CertificateName(name) == nil)
    }
}
