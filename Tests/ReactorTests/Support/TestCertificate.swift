import CLinux

/// A certificate for localhost and 127.0.0.1 that signed itself, with its key. It protects nothing.
struct TestCertificate: ~Copyable {
    let certificateFile: String
    let keyFile: String

    init(_ name: String) {
        certificateFile = "/tmp/closecall-\(getpid())-\(name)-cert.pem"
        keyFile = "/tmp/closecall-\(getpid())-\(name)-key.pem"
        writeFile(certificateFile, Self.certificate)
        writeFile(keyFile, Self.key)
    }

    deinit {
        removeFile(certificateFile)
        removeFile(keyFile)
    }

    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBmzCCAUGgAwIBAgIUQoWACxuy3eUMCyqlamSzqlWXFt0wCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTA4MDgwNVoYDzIxMjYxMDI4
        MDgwODA1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAAR5bNh23YMKG5a38Y6yJsz/GtYpZEz/K94J2UzMr9caGRrm4OK/3kYA
        h5E1vZq/yX3+jxO9R8VtdTwMNn5L1ef7o28wbTAdBgNVHQ4EFgQUQcRNaZZjUy5Z
        TES9TOd+albPLa4wHwYDVR0jBBgwFoAUQcRNaZZjUy5ZTES9TOd+albPLa4wDwYD
        VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
        zj0EAwIDSAAwRQIhALWTEY5m568Ia+gHs/PidtRuKAoJzzrABEk37Vf7xNmHAiAT
        ZCWh9bf8NHNeoZCJcr5YWKbZDqlr6vNNntLPofeJ/Q==
        -----END CERTIFICATE-----
        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg73YBuJo7u1wjeqXx
        XvTNDKGY6FO/tCnietN+Xg8aRX6hRANCAAR5bNh23YMKG5a38Y6yJsz/GtYpZEz/
        K94J2UzMr9caGRrm4OK/3kYAh5E1vZq/yX3+jxO9R8VtdTwMNn5L1ef7
        -----END PRIVATE KEY-----
        """
}
