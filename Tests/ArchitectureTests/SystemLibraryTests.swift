import CPcap
import COpenSSL
import CYAML
import CZlib
import Testing

/// That each C library imports, links and answers; what it does is its room's business.
struct SystemLibraryTests {
    @Test
    func `zlib says a version that has what permessage-deflate needs`() {
        // Safe: zlib's version is a constant that ends with a zero.
        let version = unsafe String(cString: zlibVersion())
        #expect(version.hasPrefix("1."))
    }

    @Test
    func `OpenSSL is of the third generation`() {
        // Safe: OpenSSL's version is a constant that ends with a zero.
        let version = unsafe String(cString: OpenSSL_version(OPENSSL_VERSION))
        #expect(version.hasPrefix("OpenSSL 3."))
    }

    @Test
    func `libpcap says its name and version`() {
        // Safe: libpcap's version is a constant that ends with a zero.
        let version = unsafe String(cString: pcap_lib_version())
        #expect(version.hasPrefix("libpcap version 1."))
    }

    @Test
    func `libyaml says its version`() {
        // Safe: libyaml's version is a constant that ends with a zero.
        let version = unsafe String(cString: yaml_get_version_string())
        #expect(version.hasPrefix("0.2."))
    }
}
