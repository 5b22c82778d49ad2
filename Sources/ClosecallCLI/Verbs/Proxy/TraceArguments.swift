internal import Closecall
internal import Reactor
internal import Trace

/// What a proxy records packet by packet, by its options.
struct TraceArguments: Sendable {
    /// The file and what stands in it; nil for none.
    let plan: TracePlan?
    /// Takes the secrets of TLS sessions once there is a recorder.
    let secrets: SecretsRelay?

    static let options: [VerbOption] = [.trace, .tracePlain, .traceLossless, .traceSnap, .traceTimes]

    init(_ arguments: ParsedArguments) throws(CommandFailure) {
        guard let path = arguments.value(.trace) else {
            if let option = Self.options.first(where: arguments.has) {
                throw CommandFailure(
                    "option \"\(option.typed)\" is for a trace: give one with \(VerbOption.trace.typed) FILE")
            }
            (plan, secrets) = (nil, nil)
            return
        }
        var plan = TracePlan(path: path)
        plan.application = "closecall \(ClosecallCommand.version)"
        plan.seesPlain = arguments.has(.tracePlain)
        plan.isRedacted = arguments.has(.redact)
        plan.isLossless = arguments.has(.traceLossless)
        plan.isNano = arguments.value(.traceTimes).map { $0 == "ns" } ?? (plan.format == .pcapng)
        plan.snapLength = try arguments.decoded(.traceSnap) { text throws(CommandFailure) in
            let size = try ArgumentValue.size(text)
            guard size >= Self.shortestPacket else {
                throw CommandFailure(
                    "\"\(text)\" cuts off the headers of packets, write \(Self.shortestPacket) or more")
            }
            return size
        }
        self.plan = plan
        secrets = plan.seesPlain || plan.format == .pcap ? nil : SecretsRelay()
    }

    /// IPv6 and TCP with the options of a SYN.
    private static let shortestPacket = 68

    /// Begins the file.
    func open(
        from listening: ListenPlace, to upstream: Upstream, _ addresses: [SocketAddress],
        note: @escaping @Sendable (String) -> Void
    ) throws(CommandFailure) -> TraceRecorder? {
        guard var plan else { return nil }
        plan.about = "closecall proxy to \(upstream)"
        plan.clientFilter = Self.filter(listening.port)
        plan.serverFilter = Self.filter(addresses.first?.port)
        plan.names = Self.names(upstream, addresses)
        do throws(TraceProblem) {
            let recorder = try TraceRecorder(plan) { problem in
                note("the trace lacks packets from here on, until it can be written again: \(problem)")
            }
            secrets?.relay(to: recorder)
            return recorder
        } catch {
            throw CommandFailure("option \"\(VerbOption.trace.typed)\": \(error)")
        }
    }

    private static func filter(_ port: UInt16?) -> String? {
        guard let port, port != 0 else { return nil }
        return "tcp port \(port)"
    }

    private static func names(
        _ upstream: Upstream, _ addresses: [SocketAddress]
    ) -> [(address: IPAddress, name: String)] {
        guard case .name(let name, _) = upstream.endpoint else { return [] }
        return addresses.compactMap { IPAddress($0) }.map { ($0, name) }
    }
}

/// Carries the secrets of TLS sessions to a recorder that comes after their contexts.
final class SecretsRelay: Sendable {
    private let recorder = Locked<TraceRecorder?>(nil)

    func relay(to recorder: TraceRecorder) { self.recorder.withLock { $0 = recorder } }

    func take(_ line: String) { recorder.withLock { $0 }?.learn(secret: line) }
}

extension VerbOption {
    static let trace = VerbOption.text(
        "trace", "FILE", "record both legs as packets for Wireshark: pcapng, or classic pcap for FILE.pcap")
    static let tracePlain = VerbOption.flag(
        "trace-plain", "in the trace, what TLS carries in place of TLS and its secrets")
    static let traceLossless = VerbOption.flag(
        "trace-lossless", "let sessions wait for a slow disk, where packets would be dropped from the trace")
    static let traceSnap = VerbOption.text(
        "trace-snap", "SIZE", "keep so much of each packet in the trace", standard: "all of it")
    static let traceTimes = VerbOption.choice(
        "trace-times", ["us", "ns"], "how fine the trace's times are", standard: "ns, us in a .pcap")
}
