import COpenSSL
import Testing

@testable import Reactor

/// What sessions do that talk through memory: names, versions, keys and refusals.
@Suite struct TLSChannelTests {
    private let authority: CertificateAuthority
    private let serving: TLSContext
    private let calling: TLSContext
    private let folder = Folder()

    init() throws {
        authority = try CertificateAuthority.create()
        serving = try TLSContext(authority: authority)
        calling = try TLSContext(
            client: TLSOptions(caFile: folder.write("ca.pem", authority.certificate.pem)))
    }

    private func pair(_ name: String? = "localhost", ownName: String = "127.0.0.1") throws -> TLSPair {
        TLSPair(
            client: try TLSPair.End(calling, serverName: name),
            server: try TLSPair.End(serving, ownName: ownName))
    }

    @Test(arguments: ["localhost", "some.example.org", "xn--bcher-kva.example"])
    func `a client gets a certificate for the name it asks for`(name: String) throws {
        var pair = try pair(name)
        pair.talk()
        #expect(
            pair.client.channel.info
                == SecureInfo(
                    version: "TLSv1.3", cipher: "TLS_AES_256_GCM_SHA384", applicationProtocol: "http/1.1",
                    serverName: name, peerSubject: "CN=\(name),O=Closecall", isResumed: false))
        #expect(pair.server.channel.info?.serverName == name)
        #expect(pair.server.channel.info?.peerSubject == nil)
        try pair.client.write([1, 2])
        try pair.server.write([3])
        pair.talk()
        #expect(pair.server.plain == [1, 2] && pair.client.plain == [3])
    }

    @Test(arguments: ["127.0.0.1", "::1"])
    func `a client that names nobody gets one for the address it came to`(address: String) throws {
        var pair = try pair(address, ownName: address)
        pair.talk()
        #expect(pair.client.channel.info?.peerSubject == "CN=\(address),O=Closecall")
        #expect(pair.client.channel.info?.serverName == nil)
    }

    @Test func `a name that is none gets the address's certificate`() throws {
        var pair = try pair("a,b")
        pair.talk()
        #expect(pair.client.failure?.kind == .wrongName)
        #expect(authority.leafCount == 1)
    }

    @Test func `who does not know the authority is pointed to it`() throws {
        var pair = TLSPair(
            client: try TLSPair.End(TLSContext(client: TLSOptions()), serverName: "localhost"),
            server: try TLSPair.End(serving))
        pair.talk()
        #expect(pair.client.failure?.kind == .untrustedCertificate)
        #expect(
            pair.server.failure
                == TLSError(
                    .distrustedByPeer,
                    "the client does not trust our certificate (alert unknown_ca): see `closecall ca`"))
        // Asked again, it says the same.
        pair.server.take([])
        #expect(pair.server.failure?.kind == .distrustedByPeer)
    }

    @Test func `HTTP/2 alone is refused on both sides with the reason`() throws {
        var pair = try pair()
        pair.client.offer(["h2"])
        pair.talk()
        #expect(
            pair.server.failure
                == TLSError(
                    .noCommonProtocol,
                    "handshake failed: the client does not offer http/1.1 (ALPN), and HTTP/2 is not spoken here"
                ))
        #expect(
            pair.client.failure
                == TLSError(
                    .noCommonProtocol, "the server does not speak http/1.1 (alert no_application_protocol)"))
    }

    @Test func `a client without application protocols is served`() throws {
        var pair = try pair()
        pair.client.offer([])
        pair.talk()
        #expect(pair.server.channel.info?.version == "TLSv1.3")
        #expect(pair.server.channel.info?.applicationProtocol == nil)
    }

    @Test func `a client that is too old is told so`() throws {
        var pair = try pair()
        pair.client.limit(to: TLS1_1_VERSION)
        pair.client.allow(from: TLS1_VERSION)
        pair.talk()
        #expect(
            pair.server.failure
                == TLSError(.noCommonVersion, "handshake failed: the client is older than TLS 1.2"))
        #expect(pair.client.failure?.kind == .noCommonVersion)
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: h\r\n\r\n", "the client speaks plain HTTP where TLS is expected"),
        ("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", "the client does not speak TLS"),
    ])
    func `a client that does not speak TLS is told from one that does`(bytes: String, reason: String) throws {
        var server = try TLSPair.End(serving)
        server.take(Array(bytes.utf8))
        #expect(server.failure == TLSError(.notTLS, "handshake failed: \(reason)"))
    }

    @Test(arguments: [true, false])
    func `keys are changed in the middle of a session`(asking: Bool) throws {
        var pair = try pair()
        pair.talk()
        for _ in 0..<3 {
            #expect(pair.client.updateKeys(asking: asking) == true)
            #expect(pair.server.updateKeys(asking: asking) == true)
            try pair.client.write([1])
            try pair.server.write([2])
            pair.talk()
        }
        #expect(pair.server.plain == [1, 1, 1] && pair.client.plain == [2, 2, 2])
    }

    @Test func `a server of TLS 1.2 may renegotiate, and writing waits for it`() throws {
        var pair = try pair()
        pair.client.limit(to: TLS1_2_VERSION)
        pair.talk()
        #expect(pair.client.channel.info?.version == "TLSv1.2")
        #expect(pair.server.renegotiate() == true)
        let request = pair.server.outgoing
        pair.server.outgoing = []
        pair.client.take(request)
        #expect(pair.client.channel.isWritable == false)
        #expect(pair.client.channel.isEstablished == true)
        pair.talk()
        #expect(pair.client.channel.isWritable == true)
        try pair.client.write([1])
        pair.talk()
        #expect(pair.server.plain == [1])
    }

    @Test func `a client that would renegotiate is refused, and the server would go on`() throws {
        var pair = try pair()
        pair.client.limit(to: TLS1_2_VERSION)
        pair.talk()
        #expect(pair.client.renegotiate() == true)
        let hello = pair.client.outgoing
        pair.client.outgoing = []
        pair.server.take(hello)
        #expect(pair.server.channel.isWritable == true)
        // OpenSSL's client takes the refusal, which is a warning, for the end.
        pair.talk()
        #expect(pair.client.failure?.reason.contains("no renegotiation") == true)
    }

    @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func `a session is taken up again by its ticket`(version: Int32) throws {
        var first = try pair()
        first.client.limit(to: version)
        first.talk()
        var second = try pair()
        second.client.limit(to: version)
        #expect(second.client.resume(first.client) == true)
        second.talk()
        #expect(second.client.channel.info?.isResumed == true)
        #expect(second.server.channel.info?.isResumed == true)
        try second.client.write([7])
        second.talk()
        #expect(second.server.plain == [7])
    }

    @Test func `both sides log the same secrets, by which a capture can be read`() throws {
        let names = ["client", "server"].map { folder.path(of: $0) }
        let log = (client: try KeyLog(path: names[0]), server: try KeyLog(path: names[1]))
        var pair = TLSPair(
            client: try TLSPair.End(
                TLSContext(client: TLSOptions(verify: false), keyLog: log.client), serverName: "localhost"),
            server: try TLSPair.End(TLSContext(authority: authority, keyLog: log.server)))
        pair.talk()
        let lines = (folder.text(of: "client") ?? "").split(separator: "\n")
        #expect(
            Set(lines.map { String($0.prefix { $0 != " " }) }) == [
                "CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                "CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0", "EXPORTER_SECRET",
            ])
        #expect(Set(lines) == Set((folder.text(of: "server") ?? "").split(separator: "\n")))
    }

    @Test func `a full step of plain bytes fits the desk, under either version`() throws {
        for version in [TLS1_2_VERSION, TLS1_3_VERSION] {
            var pair = try pair()
            pair.client.limit(to: version)
            // The ciphers with the largest records: a block cipher's padding, and SHA-384.
            pair.client.limit(toCipher: "ECDHE-ECDSA-AES256-SHA384")
            pair.talk()
            let bytes = (0..<TLSDesk.plainStep).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 3) }
            try pair.client.write(bytes)
            let records = pair.client.outgoing
            pair.client.outgoing = []
            // As a socket would bring them.
            for start in stride(from: 0, to: records.count, by: 64 * 1024) {
                pair.server.take(Array(records[start..<min(start + 64 * 1024, records.count)]))
            }
            #expect(pair.server.plain == bytes)
            #expect(
                pair.server.channel.info?.cipher
                    == (version == TLS1_2_VERSION
                        ? "ECDHE-ECDSA-AES256-SHA384" : "TLS_AES_256_GCM_SHA384"))
        }
    }

    @Test func `close_notify is told after the bytes before it`() throws {
        var pair = try pair()
        pair.talk()
        try pair.client.write([1, 2, 3])
        pair.client.channel.sendCloseNotify()
        pair.client.collect()
        pair.talk()
        #expect(pair.server.plain == [1, 2, 3])
        guard case .closeNotify = pair.server.pause else {
            Issue.record("\(pair.server.pause)")
            return
        }
        // The other half goes on.
        try pair.server.write([4])
        pair.talk()
        #expect(pair.client.plain == [4])
    }
}
