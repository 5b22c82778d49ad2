import Testing

@testable import Reactor

@Suite struct CertificateAuthorityTests {
    private let now = WallTime(seconds: 1_800_000_000)

    @Test func `it is valid for ten years and has a name that tells nothing of its owner`() throws {
        let authority = try CertificateAuthority.create(at: now)
        let certificate = authority.certificate
        #expect(certificate.isAuthority)
        #expect(certificate.notBefore == WallTime(seconds: now.seconds - 3600))
        #expect(certificate.notAfter == now.adding(days: 3650))
        let name = try #require(
            certificate.subject.wholeMatch(of: /CN=Closecall local CA \((.*) (.*)\),O=Closecall/))
        #expect(name.output.1 == "2027-01-15")
        #expect(name.output.2.count == 6)
    }

    @Test func `it comes back from what it printed`() throws {
        let authority = try CertificateAuthority.create(at: now)
        let again = try CertificateAuthority(
            certificatePEM: Array(authority.certificate.pem.utf8), from: "C",
            keyPEM: Array(authority.keyPEM.utf8), from: "K", at: now)
        #expect(again.certificate.pem == authority.certificate.pem)
        #expect(again.certificate.fingerprint == authority.certificate.fingerprint)
        #expect(again.certificate.fingerprint.count == 32)
        #expect(again.keyPEM == authority.keyPEM)
        #expect(authority.keyPEM.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
    }

    @Test(arguments: [
        "localhost", "a.example.org", "127.0.0.1", "::1", String(repeating: "a.", count: 120) + "b",
    ])
    func `openssl accepts its leaves for their names`(name: String) throws {
        let folder = Folder()
        let authority = try CertificateAuthority.create()
        let leaf = try authority.leaf(for: name)
        let authorityFile = folder.write("ca.pem", authority.certificate.pem)
        let leafFile = folder.write("leaf.pem", leaf.pem)
        let isAddress = name.contains(":") || name == "127.0.0.1"
        let purpose = isAddress ? "-verify_ip" : "-verify_hostname"
        // Not everybody has the command; the handshakes of the other tests verify too.
        guard
            let verdict = openssl(
                "verify", "-x509_strict", "-purpose", "sslserver", purpose, name, "-CAfile", authorityFile,
                leafFile)
        else { return }
        #expect(verdict.output == "\(leafFile): OK\n")
        let other = openssl("verify", "-verify_hostname", "other.example", "-CAfile", authorityFile, leafFile)
        #expect(other?.status != 0)
        let text = try #require(openssl("x509", "-noout", "-text", "-in", leafFile)?.output)
        for line in [
            "Key Usage: critical\n                Digital Signature", "TLS Web Server Authentication",
            "Basic Constraints: critical\n                CA:FALSE", "Authority Key Identifier",
            "Subject Key Identifier", "NIST CURVE: P-256", isAddress ? "IP Address:" : "DNS:\(name)",
        ] {
            #expect(text.contains(line), "\(line) in \(text)")
        }
    }

    @Test func `a leaf is valid from an hour ago for no longer than browsers bear`() throws {
        let authority = try CertificateAuthority.create(at: now)
        let later = now.adding(days: 100)
        let leaf = try authority.leaf(for: "localhost", at: later)
        #expect(leaf.notBefore == WallTime(seconds: later.seconds - 3600))
        #expect(leaf.notAfter == later.adding(days: 396))
        #expect(!leaf.isAuthority)
        // Never beyond what signs it.
        let last = now.adding(days: 3600)
        #expect(try authority.leaf(for: "x", at: last).notAfter == authority.certificate.notAfter)
    }

    @Test func `a name is minted once, until its leaf is nearly over`() throws {
        let authority = try CertificateAuthority.create(at: now)
        let leaf = try authority.leaf(for: "localhost", at: now)
        #expect(try authority.leaf(for: "localhost", at: now.adding(days: 394)) === leaf)
        #expect(try authority.leaf(for: "localhost", at: now.adding(days: 395)) !== leaf)
        #expect(try authority.leaf(for: "other", at: now).fingerprint != leaf.fingerprint)
    }

    @Test func `the names kept are bounded, and the one least used lately goes first`() throws {
        let authority = try CertificateAuthority.create(at: now)
        let first = try authority.leaf(for: "0", at: now)
        let second = try authority.leaf(for: "1", at: now)
        for number in 2..<256 { _ = try authority.leaf(for: "\(number)", at: now) }
        #expect(try authority.leaf(for: "0", at: now) === first)
        _ = try authority.leaf(for: "256", at: now)
        #expect(authority.leafCount == 256)
        #expect(try authority.leaf(for: "0", at: now) === first)
        #expect(try authority.leaf(for: "1", at: now) !== second)
    }

    @Test func `many threads mint at once`() async throws {
        let authority = try CertificateAuthority.create(at: now)
        let now = now
        try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<64 {
                group.addTask { try authority.leaf(for: "host\(number % 8)", at: now).subject }
            }
            var subjects: Set<String> = []
            for try await subject in group { subjects.insert(subject) }
            #expect(subjects == Set((0..<8).map { "CN=host\($0),O=Closecall" }))
        }
        #expect(authority.leafCount == 8)
    }

    @Test func `a comma in a name makes no second name`() throws {
        let folder = Folder()
        let leaf = try CertificateAuthority.create().leaf(for: "a,DNS:evil.example")
        let file = folder.write("leaf.pem", leaf.pem)
        guard let text = openssl("x509", "-noout", "-ext", "subjectAltName", "-in", file) else { return }
        #expect(text.output.contains("DNS:a,DNS:evil.example"))
        let verdict = openssl("x509", "-noout", "-checkhost", "evil.example", "-in", file)
        #expect(verdict?.output.contains("does NOT match") == true)
    }

    @Test func `files that do not make an authority are told with what is wrong`() throws {
        let authority = try CertificateAuthority.create(at: now)
        let (certificate, key) = (authority.certificate.pem, authority.keyPEM)
        let leaf = try authority.leaf(for: "localhost", at: now).pem
        let other = try CertificateAuthority.create(at: now).keyPEM
        let cases: [(String, String, WallTime, String)] = [
            ("", key, now, "C is empty"),
            ("hello\n", key, now, "C has no certificate in it: it is not a PEM file"),
            (key, key, now, "C has no certificate in it, only PRIVATE KEY"),
            (certificate, certificate, now, "K has no private key in it, only CERTIFICATE"),
            (certificate.replacing("MI", with: "AA"), key, now, "C has a damaged certificate in it"),
            (certificate, other, now, "the key in K does not belong to the certificate in C"),
            (certificate, key, now.adding(days: 3650), "the certificate in C was valid until 2037-01-12"),
        ]
        for (certificate, key, time, reason) in cases {
            let error = #expect(throws: TLSError.self) { try load(certificate, key, at: time) }
            #expect(error?.reason == reason)
        }
        let error = #expect(throws: TLSError.self) { try load(leaf, key, at: now) }
        #expect(error?.reason == "the key in K does not belong to the certificate in C")
    }

    private func load(_ certificate: String, _ key: String, at time: WallTime) throws -> CertificateAuthority
    {
        try CertificateAuthority(
            certificatePEM: Array(certificate.utf8), from: "C", keyPEM: Array(key.utf8), from: "K", at: time)
    }
}
