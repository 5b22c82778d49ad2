internal import Faults
internal import Reactor
internal import WebSocketWire

extension LiveCampaign {
    /// A server that cannot be reached in this time after its start is not there.
    private static let longestStart = Duration.seconds(15)

    /// Makes sure that the peer may be tested, is there, and is well; and learns how quick it is.
    func prepare() async throws(LiveProblem) {
        try await player.check(ownsHost: options.ownsHost)
        if let clients = player as? ClientPlayer { report(.listening(url: clients.url)) }
        try command?.start()
        try await awaitPeer(within: patienceAtFirst)
        var times: [Duration] = []
        for _ in 0..<(options.target.role == .server ? 7 : 3) {
            let seen = await player.play(probeInput, patience)
            if judge.complaint(about: seen, after: probeInput) == nil { times.append(seen.duration) }
        }
        // The quicker half: the first connection of a server's life can be slow.
        latency = times.sorted().dropFirst(times.count / 2).first ?? latency
        patience = LivePatience(latency: latency)
        descriptorsAtRest = descriptors?.now()
        report(.ready(latency: latency))
    }

    /// Clients may take their time before the first comes; a server is there, or is being started.
    private var patienceAtFirst: Duration {
        switch options.target {
        case .clients: options.time ?? .seconds(3600)
        case .server: command == nil ? .seconds(1) : Self.longestStart
        }
    }

    /// A text and a Close: no peer that is well gets this wrong.
    static func probe(from sender: EndpointRole) -> LiveInput {
        let payload = Array("closecall probe".utf8)
        let header = FrameHeader(
            opcode: .text, maskingKey: sender == .client ? MaskingKey(bits: 0x3DFA_2137) : nil,
            payloadLength: UInt64(payload.count))
        return LiveInput([DraftFrame(header, payload: payload)])
    }

    /// Waits for the peer to be well.
    func awaitPeer(within limit: Duration) async throws(LiveProblem) {
        let deadline = ContinuousClock.now + limit
        while true {
            let seen = await player.play(probeInput, patience.times(2))
            let complaint = judge.complaint(about: seen, after: probeInput)
            if seen.opening == .open, complaint == nil { return }
            if options.target.role == .server, let exit = command?.exit() {
                throw .unusable("\(options.command[0]) has ended before it could be tested: \(exit)")
            }
            if ContinuousClock.now >= deadline || isStopped() {
                throw .unusable(words(for: seen, complaint))
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    private func words(for seen: LiveObservation, _ complaint: LiveComplaint?) -> String {
        switch seen.opening {
        case .unreachable(let reason):
            return options.target.role == .server ? "\(options.target): \(reason)" : reason
        case .open:
            let isEcho = options.target.role == .server
            let hint =
                complaint?.key == "echo missing" && isEcho ? "; if it is no echo server, add --no-echo" : ""
            return "\(options.target): a text and a Close are not answered rightly: expected "
                + "\(complaint?.expected ?? ""), got \(complaint?.seen ?? "nothing")\(hint)"
        case .refused(let status): return "\(options.target): the handshake is refused with status \(status)"
        case .malformed(let words): return "\(options.target): the handshake's answer is wrong: \(words)"
        case .silent, .ended: return "\(options.target): no answer to the handshake"
        }
    }

    /// What is wrong with the peer, if anything, beyond the input that was just played.
    func probe(tries: Int = 3) async -> LiveComplaint? {
        var last: (seen: LiveObservation, complaint: LiveComplaint?)?
        for attempt in 0..<tries {
            if attempt > 0 { try? await Task.sleep(for: .milliseconds(50)) }
            tally.probes += 1
            let seen = await player.play(probeInput, patience.times(attempt + 1))
            let complaint = judge.complaint(about: seen, after: probeInput)
            if seen.opening == .open, complaint == nil { return nil }
            last = (seen, complaint)
            if let death = death { return died(death) }
        }
        return last.map { trouble($0.seen, $0.complaint) }
    }

    /// How the peer's process ended, if that is a death: a server's end always is one.
    private var death: String? {
        options.target.role == .server ? command?.exit() : player.death()
    }

    private var nextOne: String { options.target.role == .server ? "the next client" : "the next connection" }

    private func died(_ how: String) -> LiveComplaint {
        LiveComplaint(
            .died, LiveComplaint.processKey, expected: "\(nextOne) to be served", seen: how,
            clause: "RFC 6455 §10.7")
    }

    private func trouble(_ seen: LiveObservation, _ complaint: LiveComplaint?) -> LiveComplaint {
        if case .unreachable(let reason) = seen.opening { return died(reason) }
        let isHung = complaint?.kind == .hung || seen.opening == .silent
        return LiveComplaint(
            isHung ? .hung : complaint?.kind ?? .hung, LiveComplaint.serverKey,
            expected: "\(nextOne) to be served",
            seen: "\(nextOne) got: \(complaint?.seen ?? "nothing")", clause: "RFC 6455 §10.7")
    }

    /// Brings the peer back; false when it does not come.
    func revive() async -> Bool {
        let isServer = options.target.role == .server
        if isServer, let command {
            guard (try? command.start()) != nil else { return false }
        } else if command == nil {
            report(
                .waiting(reason: "the \(isServer ? "server" : "client") is gone: start it again within 30 s"))
        }
        let limit = isServer && command != nil ? Self.longestStart : .seconds(30)
        guard (try? await awaitPeer(within: limit)) != nil else { return false }
        descriptorsAtRest = descriptors?.now()
        return true
    }

    /// Whose descriptors can be counted. A client that is started again and again keeps none.
    var descriptors: DescriptorCount? {
        let pid = options.pid ?? (options.target.role == .server ? command?.pid : nil)
        return pid.map { DescriptorCount(pid: $0) }
    }
}
