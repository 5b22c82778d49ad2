internal import Reactor
internal import TestPeers
internal import Testing
internal import WebSocketWire

@testable internal import Closecall

@Suite(.timeLimit(.minutes(1)))
struct LiveCampaignTests {
    /// An echo server that is right but for one thing: a binary message comes back as text.
    private func withForgetfulServer<Value: Sendable>(
        _ body: (String) async throws -> Value
    ) async throws -> Value {
        let server = try RawServer()
        let url = server.url
        let serving = Task {
            while !Task.isCancelled, let peer = try? await server.accept() {
                Task { try? await Self.serve(peer) }
            }
        }
        defer { serving.cancel() }
        return try await body(url)
    }

    private static func serve(_ peer: RawPeer) async throws {
        peer.send(Array(response101(to: try await peer.readHead()).utf8))
        var endpoint = WebSocketEndpoint(role: .server, nextKey: { .zero })
        while true {
            var bytes = try await peer.read(1)
            var span = bytes.mutableSpan
            var position = 0
            var output = EndpointOutput()
            while endpoint.receive(&span, at: &position, into: &output) {
                for event in output.events {
                    if case .text(let text) = event { endpoint.send(text: text, into: &output) }
                    if case .binary(let bytes) = event, bytes.isEmpty {
                        endpoint.send(text: "", into: &output)
                    }
                    if case .binary(let bytes) = event, !bytes.isEmpty {
                        endpoint.send(binary: bytes.span, into: &output)
                    }
                }
                peer.send(output.bytes)
                if output.commands.contains(.finish) { peer.finish() }
                output = EndpointOutput()
            }
        }
    }

    private func campaign(_ url: String, _ change: (inout LiveCampaign.Options) -> Void = { _ in }) throws
        -> LiveCampaign
    {
        var options = LiveCampaign.Options(.server(try WebSocketURL(url)))
        change(&options)
        return try LiveCampaign(options)
    }

    @Test func `our own echo server has nothing to be found`() async throws {
        let server = try EchoServer(at: .ipv4(0x7F00_0001, port: 0))
        let campaign = try campaign(server.url) {
            $0.count = 60
            $0.keepsGoing = true
        }
        let summary = try await campaign.run()
        #expect(summary.findings.map(\.complaint.key) == [])
        #expect(summary.tally.inputs == 60)
        #expect(summary.tally.probes >= 3)
        await server.stop()
    }

    @Test func `a server's mistake is found, made as small as it gets, and shown again by its bytes`()
        async throws
    {
        try await withForgetfulServer { url in
            let wrong = try campaign(url) {
                $0.count = 400
                $0.seeds = [LiveInput(wire: [0x82, 0x80, 1, 2, 3, 4]).frames]
            }
            let summary = try await wrong.run()
            let finding = try #require(summary.findings.first)
            #expect(finding.complaint.kind == .answeredWrongly)
            #expect(finding.complaint.key == "echo has another opcode")
            #expect(finding.input.bytes == [0x82, 0x80, 0, 0, 0, 0])
            #expect(finding.input.ending == .close && finding.unminimised == nil)
            #expect(
                LiveInputs(seed: 1, from: .client, seeds: wrong.options.seeds, url: try WebSocketURL(url))[
                    finding.number] == finding.original)
            let again = try await campaign(url).playAlone(
                LiveInput(fileBytes: finding.input.fileBytes, ending: .close))
            #expect(again?.isSame(as: finding.complaint) == true)
            #expect(try await campaign(url).playAlone(LiveCampaign.probe(from: .client)) == nil)
        }
    }

    @Test func `a host that is not this machine gets no packet`() async throws {
        // A documentation address (RFC 5737): a packet to it would be lost, and waited for.
        let campaign = try campaign("ws://192.0.2.1:9/")
        await #expect(throws: LiveProblem.notLoopback(host: "192.0.2.1", address: "192.0.2.1:9")) {
            _ = try await campaign.run()
        }
    }

    @Test func `where nobody listens, that is said`() async throws {
        let loop = try EventLoop.start(name: "nobody")
        let listener = try Listener(at: .ipv4(0x7F00_0001, port: 0), on: loop)
        let port = try #require(listener.address.port)
        loop.submit { listener.close() }
        loop.stop()
        do {
            _ = try await campaign("ws://127.0.0.1:\(port)/").run()
            Issue.record("it ran")
        } catch let problem as LiveProblem {
            #expect("\(problem)".contains("connection refused (ECONNREFUSED)"))
        }
    }

    @Test func `a command that ends at once is said to have ended`() async throws {
        do {
            _ = try await campaign("ws://127.0.0.1:9/") { $0.command = ["false"] }.run()
            Issue.record("it ran")
        } catch let problem as LiveProblem {
            #expect("\(problem)" == "false has ended before it could be tested: exit status 1")
        }
    }

    // MARK: Clients

    /// Runs a campaign that clients come to as `client` makes them, one after the other.
    private func campaign(
        of client: @escaping @Sendable (String) async -> Void,
        _ change: (inout LiveCampaign.Options) -> Void
    ) async throws -> LiveSummary {
        var options = LiveCampaign.Options(.clients(at: .ipv4(0x7F00_0001, port: 0)))
        change(&options)
        let coming = Locked<Task<Void, Never>?>(nil)
        let campaign = try LiveCampaign(
            options,
            report: { event in
                guard case .listening(let url) = event else { return }
                coming.withLock { task in
                    task = Task { while !Task.isCancelled { await client(url) } }
                }
            })
        defer { coming.withLock { $0?.cancel() } }
        return try await campaign.run()
    }

    @Test func `our own client has nothing to be found`() async throws {
        let summary = try await campaign { url in
            guard let socket = try? WebSocket(url) else { return }
            for await event in socket.events {
                if case .close = event { return }
            }
        } _: {
            $0.count = 60
            $0.keepsGoing = true
        }
        #expect(summary.findings.map(\.complaint.key) == [])
        #expect(summary.tally.inputs == 60)
    }

    @Test func `a client that blames itself for what a server did is found`() async throws {
        let summary = try await campaign { url in
            guard let port = UInt16(url.dropLast().split(separator: ":").last ?? ""),
                let (peer, _) = try? await RawPeer.open(.ipv4(0x7F00_0001, port: port))
            else { return }
            await Self.listen(as: peer)
        } _: {
            $0.count = 400
        }
        let finding = try #require(summary.findings.first)
        #expect(finding.complaint.kind == .answeredWrongly)
        #expect(finding.complaint.key.hasPrefix("1011 for "))
        #expect(finding.input.bytes.count < 16)
    }

    /// A right client but for one thing: whatever the server did wrong, it answers with 1011.
    private static func listen(as peer: RawPeer) async {
        var endpoint = WebSocketEndpoint(role: .client, nextKey: { .zero })
        while var bytes = try? await peer.read(1) {
            var span = bytes.mutableSpan
            var position = 0
            var output = EndpointOutput()
            while endpoint.receive(&span, at: &position, into: &output) {
                let hasFailed = output.events.contains { if case .failed = $0 { true } else { false } }
                peer.send(hasFailed ? [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xF3] : output.bytes)
                output = EndpointOutput()
            }
            if !endpoint.isOpen { return peer.finish() }
        }
    }

    @Test func `where no client comes, that is said`() async throws {
        do {
            _ = try await campaign(of: { _ in try? await Task.sleep(for: .seconds(60)) }) {
                $0.time = .milliseconds(50)
                $0.comeBack = .milliseconds(50)
            }
            Issue.record("it ran")
        } catch let problem as LiveProblem {
            #expect("\(problem)".hasSuffix(" for 50 ms"))
        }
    }

    @Test func `an address that others reach is not listened on unasked`() async throws {
        let campaign = try LiveCampaign(LiveCampaign.Options(.clients(at: .ipv4(0, port: 0))))
        let problem = await #expect(throws: LiveProblem.self) { _ = try await campaign.run() }
        #expect(problem.map { "\($0)" }?.contains("add --i-own-this-host") == true)
    }
}
