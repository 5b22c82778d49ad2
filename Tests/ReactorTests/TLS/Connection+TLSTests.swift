import Testing

@testable import Reactor

@Suite struct ConnectionTLSTests {
    /// A listener with the test's certificate, and what became of a client that connects to it.
    private func connect(
        _ client: Probe, _ server: Probe, _ options: (borrowing TestCertificate) -> TLSOptions,
        name: String? = "localhost", test: String, on loop: EventLoop
    ) async throws {
        let certificate = TestCertificate(test)
        let serving = try TLSContext(
            certificateFile: certificate.certificateFile, keyFile: certificate.keyFile)
        let calling = try TLSContext(client: options(certificate))
        let listener = try Listener(at: anyLoopbackPort, on: loop)
        await loop.perform {
            try? listener.start { connection in
                try? connection.secure(with: serving)
                server.attach(connection)
                listener.close()
            }
            Connector.connect(to: .address(listener.address), on: loop) { result in
                guard let connection = try? result.get() else { return }
                try? connection.secure(with: calling, serverName: name)
                client.attach(connection)
                // Before the handshake: it waits.
                connection.write([1, 2, 3])
            }
        }
    }

    private func trusting(_ certificate: borrowing TestCertificate) -> TLSOptions {
        TLSOptions(caFile: certificate.certificateFile)
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func `bytes go both ways and both ends finish in order`(_ name: String) async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            server.onBytes = { $0.write($1) }
            server.onPeerFinished = { $0.finish() }
            let big = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 13 >> 2) }
            client.onBytes = { connection, _ in
                if client.received.count == 3 {
                    connection.write(big)
                    connection.write(big.span)
                }
                if client.received.count == 600_003 { connection.finish() }
            }
            try await connect(client, server, trusting, name: name, test: "echo-\(name)", on: loop)
            let events = await client.waitForClosed(on: loop)
            #expect(events.filter { $0 != .drained } == [.peerFinished(.finished), .closed])
            #expect(client.received == [1, 2, 3] + big + big)
            let answers = await server.waitForClosed(on: loop)
            #expect(answers.filter { $0 != .drained } == [.peerFinished(.finished), .closed])
        }
    }

    @Test func `an end that came with the bytes before a pause is heard of after it`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            server.onBytes = { connection, _ in
                connection.batch { for number in 0..<4 as Range<UInt8> { connection.write([number]) } }
                connection.finish()
            }
            client.onBytes = { connection, _ in
                connection.pauseReading()
                loop.schedule(after: .milliseconds(20)) {
                    #expect(client.log.events.isEmpty)
                    connection.resumeReading()
                }
            }
            client.onPeerFinished = { $0.finish() }
            try await connect(client, server, trusting, test: "pause", on: loop)
            #expect(await client.waitForClosed(on: loop) == [.peerFinished(.finished), .closed])
            // Written together, they came as one record.
            #expect(client.bytes.events == [[0, 1, 2, 3]])
        }
    }

    @Test func `a certificate that nobody vouches for is refused in plain words`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            try await connect(client, server, { _ in TLSOptions() }, test: "untrusted", on: loop)
            let reason = "certificate verify failed: self-signed certificate"
            #expect(
                await client.waitForClosed(on: loop) == [
                    .failed(.tls(TLSError(.untrustedCertificate, reason))), .closed,
                ])
            let events = await server.waitForClosed(on: loop)
            guard case .failed(.tls(let error)) = events.first else {
                Issue.record("\(events)")
                return
            }
            #expect(
                error.description == "TLS: the client does not trust our certificate (alert unknown_ca)")
            #expect(error.kind == .distrustedByPeer)
            #expect(server.received.isEmpty)
        }
    }

    @Test func `a certificate for another name is refused`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            try await connect(client, server, trusting, name: "example.org", test: "name", on: loop)
            let reason = "certificate verify failed: hostname mismatch (it is not for example.org)"
            #expect(
                await client.waitForClosed(on: loop) == [
                    .failed(.tls(TLSError(.wrongName, reason))), .closed,
                ])
        }
    }

    @Test func `without verification any certificate will do`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            try await connect(
                client, server, { _ in TLSOptions(verify: false) }, name: "example.org", test: "any", on: loop
            )
            await server.waitForBytes(3, on: loop)
            #expect(server.received == [1, 2, 3])
        }
    }

    @Test func `an end without close_notify is told from an orderly one`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            // A FIN behind TLS's back, after everything was read.
            server.onBytes = { connection, _ in
                try? Syscalls.shutdownWriting(connection.descriptor.number)
            }
            try await connect(client, server, trusting, test: "truncated", on: loop)
            let events = await client.log.wait(on: loop) { !$0.isEmpty }
            #expect(events == [.peerFinished(.truncated)])
        }
    }

    @Test func `a peer that does not speak TLS is found out`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            server.onBytes = { connection, _ in
                connection.write(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
            }
            let listener = try Listener(at: anyLoopbackPort, on: loop)
            let context = try TLSContext(client: TLSOptions())
            await loop.perform {
                try? listener.start { server.attach($0) }
                Connector.connect(to: .address(listener.address), on: loop) { result in
                    guard let connection = try? result.get() else { return }
                    try? connection.secure(with: context, serverName: "localhost")
                    client.attach(connection)
                }
            }
            let reason = "handshake failed: the server does not speak TLS"
            #expect(
                await client.waitForClosed(on: loop) == [.failed(.tls(TLSError(.notTLS, reason))), .closed])
        }
    }

    @Test func `a peer that hangs up during the handshake is told as such`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            server.onBytes = { connection, _ in connection.finish() }
            let listener = try Listener(at: anyLoopbackPort, on: loop)
            let context = try TLSContext(client: TLSOptions())
            await loop.perform {
                try? listener.start { server.attach($0) }
                Connector.connect(to: .address(listener.address), on: loop) { result in
                    guard let connection = try? result.get() else { return }
                    try? connection.secure(with: context, serverName: "localhost")
                    client.attach(connection)
                }
            }
            let reason = "the peer closed the connection during the handshake"
            #expect(
                await client.waitForClosed(on: loop) == [
                    .failed(.tls(TLSError(.closedInHandshake, reason))), .closed,
                ])
        }
    }

    @Test func `a client that hangs up at our certificate is pointed to the authority`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            var end = try TLSPair.End(TLSContext(client: TLSOptions()), serverName: "localhost")
            end.take([])
            let hello = end.outgoing
            client.onBytes = { connection, _ in connection.finish() }
            let serving = try TLSContext(authority: CertificateAuthority.create())
            let listener = try Listener(at: anyLoopbackPort, on: loop)
            await loop.perform {
                try? listener.start { connection in
                    try? connection.secure(with: serving)
                    server.attach(connection)
                }
                Connector.connect(to: .address(listener.address), on: loop) { result in
                    guard let connection = try? result.get() else { return }
                    client.attach(connection)
                    connection.write(hello)
                }
            }
            let reason =
                "the peer closed the connection during the handshake, perhaps for it does not trust our "
                + "certificate: see `closecall ca`"
            #expect(
                await server.waitForClosed(on: loop) == [
                    .failed(.tls(TLSError(.closedInHandshake, reason))), .closed,
                ])
        }
    }

    @Test func `both ends can say what they agreed on, once they have`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            server.onBytes = { $0.write($1) }
            try await connect(client, server, trusting, test: "info", on: loop)
            await client.waitForBytes(3, on: loop)
            let infos = await loop.perform { [client, server].map { $0.connection?.secureInfo } }
            #expect(infos[0]?.version == "TLSv1.3")
            #expect(infos[0]?.peerSubject == "CN=localhost")
            #expect(infos[1]?.serverName == "localhost")
            #expect(infos.allSatisfy { $0?.applicationProtocol == "http/1.1" })
        }
    }

    @Test func `an end can be one that nobody vouches for`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            server.onBytes = { connection, _ in
                connection.write([9])
                connection.finish(truncating: true)
            }
            client.onPeerFinished = { $0.finish() }
            try await connect(client, server, trusting, test: "truncating", on: loop)
            #expect(await client.waitForClosed(on: loop) == [.peerFinished(.truncated), .closed])
            #expect(client.received == [9])
        }
    }

    @Test func `megabytes that waited for the handshake reach a reader who is late`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            let big = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 4) }
            server.onBytes = { connection, _ in
                guard server.bytes.events.count == 1 else { return }
                connection.pauseReading()
                loop.schedule(after: .milliseconds(50)) { connection.resumeReading() }
            }
            server.onPeerFinished = { $0.finish() }
            let certificate = TestCertificate("late")
            let serving = try TLSContext(
                certificateFile: certificate.certificateFile, keyFile: certificate.keyFile)
            let calling = try TLSContext(client: trusting(certificate))
            let listener = try Listener(at: anyLoopbackPort, on: loop)
            await loop.perform {
                try? listener.start { connection in
                    try? connection.secure(with: serving)
                    server.attach(connection)
                }
                Connector.connect(to: .address(listener.address), on: loop) { result in
                    guard let connection = try? result.get() else { return }
                    try? connection.secure(with: calling, serverName: "localhost")
                    client.attach(connection)
                    connection.batch {
                        for start in stride(from: 0, to: big.count, by: 1000) {
                            connection.write(Array(big[start..<start + 1000]))
                        }
                    }
                    #expect(connection.bufferedBytes == big.count)
                    connection.finish()
                }
            }
            let events = await client.waitForClosed(on: loop)
            #expect(events.filter { $0 != .drained } == [.peerFinished(.finished), .closed])
            #expect(server.received == big)
            #expect(await server.waitForClosed(on: loop) == [.peerFinished(.finished), .closed])
        }
    }

    #if DEBUG
        @Test func `what is written under a cork leaves as one record, in one call`() async throws {
            let faults = SyscallFaults()
            try await withLoop(faults) { loop in
                let (client, server) = (Probe(), Probe())
                server.onBytes = { connection, bytes in
                    if bytes == [1, 2, 3] { connection.write([0]) }
                }
                try await connect(client, server, trusting, test: "cork", on: loop)
                await client.waitForBytes(1, on: loop)
                let calls = await loop.perform {
                    let before = faults.calls(of: .send) + faults.calls(of: .sendmsg)
                    client.connection?.batch {
                        for number in 0..<100 as Range<UInt8> {
                            client.connection?.write(Array(repeating: number, count: 50))
                        }
                    }
                    return faults.calls(of: .send) + faults.calls(of: .sendmsg) - before
                }
                #expect(calls == 1)
                await server.waitForBytes(5003, on: loop)
                #expect(server.bytes.events.map(\.count) == [3, 5000])
            }
        }
    #endif
}
