internal import COpenSSL

extension TLSContext {
    /// The version of the OpenSSL that is loaded, which need not be that of the headers.
    public static var opensslVersion: String {
        "\(OPENSSL_version_major()).\(OPENSSL_version_minor()).\(OPENSSL_version_patch())"
    }
}
