import Testing

@testable import Reactor

@Suite struct TLSContextTests {
    private func error(_ certificate: String, _ key: String) -> String? {
        #expect(throws: TLSError.self) { try TLSContext(certificateFile: certificate, keyFile: key) }?.reason
    }

    @Test func `a server's files are told by name when they cannot be used`() throws {
        let folder = Folder()
        let good = TestCertificate("context")
        let authority = try CertificateAuthority.create()
        let key = folder.write("key.pem", authority.keyPEM)
        #expect(
            error("/no/such.pem", key)
                == "cannot read /no/such.pem: no such file or directory (ENOENT)")
        #expect(
            error(good.certificateFile, folder.path) == "cannot read \(folder.path): is a directory (EISDIR)")
        #expect(
            error(good.certificateFile, key)
                == "the key in \(key) does not belong to the certificate in \(good.certificateFile)")
        let swapped = "\(good.keyFile) has no certificate in it, only PRIVATE KEY"
        #expect(error(good.keyFile, good.certificateFile) == swapped)
        let binary = folder.write("binary.der", "")
        writeFile(binary, "0\u{81}")
        #expect(error(binary, key) != nil)
    }

    @Test func `an encrypted key is told as such, and nobody is asked for its password`() {
        let folder = Folder()
        let good = TestCertificate("encrypted")
        for header in [
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIHs",
            "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED",
        ] {
            let key = folder.write("key.pem", header + "\n")
            #expect(
                error(good.certificateFile, key)
                    == "\(key) has an encrypted key: take the password off with "
                    + "`openssl pkey -in FILE -out FILE.plain`")
        }
        let sealed = folder.path(of: "sealed.pem")
        guard
            openssl("pkey", "-in", good.keyFile, "-aes256", "-passout", "pass:secret", "-out", sealed)?.status
                == 0
        else { return }
        #expect(error(good.certificateFile, sealed)?.contains("has an encrypted key") == true)
    }

    @Test func `binary certificates are told how to become PEM`() throws {
        let folder = Folder()
        let good = TestCertificate("der")
        let binary = folder.path(of: "cert.der")
        guard openssl("x509", "-in", good.certificateFile, "-outform", "der", "-out", binary)?.status == 0
        else { return }
        #expect(
            error(binary, good.keyFile)
                == "\(binary) is not PEM but DER: convert it with `openssl` (-inform DER -out FILE.pem)")
    }

    @Test func `a certificate that is out of date works with a warning`() throws {
        let folder = Folder()
        let authority = try CertificateAuthority.create(at: WallTime(seconds: 1_000_000_000))
        let certificate = folder.write("old.pem", authority.certificate.pem)
        let key = folder.write("old.key", authority.keyPEM)
        let context = try TLSContext(certificateFile: certificate, keyFile: key)
        #expect(context.warning == "the certificate in \(certificate) was valid until 2011-09-07")
        let future = try CertificateAuthority.create(at: WallTime.current.adding(days: 2))
        let early = try TLSContext(
            certificateFile: folder.write("new.pem", future.certificate.pem),
            keyFile: folder.write("new.key", future.keyPEM))
        #expect(early.warning?.contains("is not valid before") == true)
    }

    @Test func `certificate and key may stand in one file`() throws {
        let folder = Folder()
        let authority = try CertificateAuthority.create()
        let both = folder.write("both.pem", authority.keyPEM + authority.certificate.pem)
        #expect(try TLSContext(certificateFile: both, keyFile: both).warning == nil)
    }

    @Test func `a file of trusted certificates that has none is named`() {
        let folder = Folder()
        let file = folder.write("ca.pem", "# nothing\n")
        let error = #expect(throws: TLSError.self) { try TLSContext(client: TLSOptions(caFile: file)) }
        #expect(error?.reason == "\(file) has no certificate in it: it is not a PEM file")
        #expect(error?.kind == .configuration)
    }
}
