internal import Faults
internal import Reactor
internal import WebSocketWire

extension PeerCampaign {
    /// A server that cannot be reached in this time after its start is not there.
    private static let longestStart = Duration.seconds(15)

    /// Makes sure that the server may be tested, is there, and is well; and learns how quick it is.
    func prepare() async throws(LiveProblem) {
        try await checkHost()
        if let command {
            try command.start()
            tally.starts += 1
        }
        try await awaitServer(within: command == nil ? .seconds(1) : Self.longestStart)
        var times: [Duration] = []
        for _ in 0..<7 {
            let seen = await player.play(Self.probe, patience)
            if judge.complaint(about: seen, after: Self.probe) == nil { times.append(seen.duration) }
        }
        // The quickest but one or two: the first connection of a server's life can be slow.
        latency = times.sorted().dropFirst(times.count / 2).first ?? latency
        patience = LivePatience(latency: latency)
        descriptorsAtRest = descriptors?.now()
        report(.ready(latency: latency))
    }

    /// Every address that the name has, for one of them is the one that will be used.
    private func checkHost() async throws(LiveProblem) {
        let addresses = try await player.addresses()
        if options.ownsHost { return }
        if let stranger = addresses.first(where: { !$0.isLoopback }) {
            throw .notLoopback(host: options.url.host, address: "\(stranger)")
        }
    }

    /// A text, its echo, a Close: no server that is well gets this wrong.
    static let probe: LiveInput = {
        let payload = Array("closecall probe".utf8)
        let header = FrameHeader(
            opcode: .text, maskingKey: MaskingKey(bits: 0x3DFA_2137), payloadLength: UInt64(payload.count))
        return LiveInput([DraftFrame(header, payload: payload)])
    }()

    /// Waits for the server to be well.
    func awaitServer(within limit: Duration) async throws(LiveProblem) {
        let deadline = ContinuousClock.now + limit
        while true {
            let seen = await player.play(Self.probe, patience.times(2))
            let complaint = judge.complaint(about: seen, after: Self.probe)
            if seen.opening == .open, complaint == nil { return }
            if let exit = command?.exit() {
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
        case .unreachable(let reason): return "\(options.url): \(reason)"
        case .open:
            let hint = complaint?.key == "echo missing" ? "; if it is no echo server, add --no-echo" : ""
            return "\(options.url): a text and a Close are not answered rightly: expected "
                + "\(complaint?.expected ?? ""), got \(complaint?.seen ?? "nothing")\(hint)"
        case .refused(let status): return "\(options.url): the handshake is refused with status \(status)"
        case .malformed(let words): return "\(options.url): the handshake's answer is wrong: \(words)"
        case .silent, .ended: return "\(options.url): no answer to the handshake"
        }
    }

    /// What is wrong with the server, if anything, beyond the input that was just played.
    func probe(tries: Int = 3) async -> LiveComplaint? {
        var last: (seen: LiveObservation, complaint: LiveComplaint?)?
        for attempt in 0..<tries {
            if attempt > 0 { try? await Task.sleep(for: .milliseconds(50)) }
            tally.probes += 1
            let seen = await player.play(Self.probe, patience.times(attempt + 1))
            let complaint = judge.complaint(about: seen, after: Self.probe)
            if seen.opening == .open, complaint == nil { return nil }
            last = (seen, complaint)
            // Who is gone does not come back by itself.
            if command?.exit() != nil { break }
        }
        return last.map { trouble($0.seen, $0.complaint) }
    }

    private func trouble(_ seen: LiveObservation, _ complaint: LiveComplaint?) -> LiveComplaint {
        let expected = "a server that answers the next client"
        if let exit = command?.exit() {
            return LiveComplaint(
                .died, LiveComplaint.processKey, expected: expected, seen: "the process ended: \(exit)",
                clause: "RFC 6455 §10.7")
        }
        if case .unreachable(let reason) = seen.opening {
            return LiveComplaint(
                .died, LiveComplaint.processKey, expected: expected, seen: reason, clause: "RFC 6455 §10.7")
        }
        return LiveComplaint(
            complaint?.kind == .hung || seen.opening == .silent ? .hung : complaint?.kind ?? .hung,
            LiveComplaint.serverKey,
            expected: expected, seen: "the next client got: \(complaint?.seen ?? "nothing")",
            clause: "RFC 6455 §10.7")
    }

    /// Brings the server back; false when it does not come.
    func revive() async -> Bool {
        if let command {
            guard (try? command.start()) != nil else { return false }
            tally.starts += 1
        } else {
            report(.waiting(reason: "the server is gone: start it again within 30 s"))
        }
        let limit = command == nil ? Duration.seconds(30) : Self.longestStart
        guard (try? await awaitServer(within: limit)) != nil else { return false }
        descriptorsAtRest = descriptors?.now()
        return true
    }

    /// Whose descriptors can be counted.
    var descriptors: DescriptorCount? {
        (options.pid ?? command?.pid).map { DescriptorCount(pid: $0) }
    }
}
