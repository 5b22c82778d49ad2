public import Faults
internal import Reactor
internal import WebSocketWire

/// Plays one input after the other to a server, or to the clients that come, and keeps what it finds.
///
/// ```
/// LiveInputs -> LivePlayer -> peer
///                   |
///            LiveObservation -> LiveJudge -> complaint -> once more? -> smaller -> LiveFinding
/// ```
///
/// Every input has a connection of its own, and whether the peer is well is probed now and then, so that what it does
/// wrong is known to come from this input, or from one of the last few.
public final class LiveCampaign {
    /// What is asked of it.
    public struct Options: Sendable {
        /// Whom it tests.
        public var target: LiveTarget
        /// What the inputs are drawn from.
        public var seed: UInt64 = 1
        /// How long it goes on; nil for no end.
        public var time: Duration?
        /// How many inputs are played; nil for no end.
        public var count: Int?
        /// At most so many inputs a second.
        public var rate: Double?
        /// Conversations to start from.
        public var seeds: [[DraftFrame]] = []
        /// Whether the peer sends messages back.
        public var isEcho: Bool
        /// Whether a finding does not end it.
        public var keepsGoing = false
        /// Whether other machines may be tested.
        public var ownsHost = false
        /// What starts the peer, if we do.
        public var command: [String] = []
        /// A file for what that prints.
        public var commandOutput: String?
        /// The process whose descriptors are counted, if it is not the command's.
        public var pid: Int32?

        /// How long no client may come before that is a finding.
        public var comeBack = Duration.seconds(10)

        /// With what is usual: servers echo, clients do not.
        public init(_ target: LiveTarget) {
            self.target = target
            isEcho = target.role == .server
        }
    }

    let options: Options
    let report: (LiveEvent) -> Void
    let isStopped: () -> Bool
    let player: any LivePlayer
    let judge: LiveJudge
    let command: LiveCommand?
    let inputs: LiveInputs
    /// What a peer that is well does not get wrong.
    let probeInput: LiveInput
    let began = ContinuousClock.now

    var patience = LivePatience(latency: .milliseconds(100))
    var latency = Duration.milliseconds(100)
    var tally = LiveTally()
    var findings: [LiveFinding] = []
    /// Inputs since the peer was last seen to be well, the newest last.
    var recent: [(number: Int, input: LiveInput)] = []
    /// What was seen once and not again.
    var doubtful: [String: Int] = [:]
    var descriptorsAtRest: Int?
    /// The peer has ended and does not come back.
    var isGone = false

    /// A campaign. Nothing is sent before `run`.
    public init(
        _ options: Options, isStopped: @escaping () -> Bool = { false },
        report: @escaping (LiveEvent) -> Void = { _ in }
    ) throws(LiveProblem) {
        self.options = options
        self.report = report
        self.isStopped = isStopped
        let role = options.target.role
        judge = LiveJudge(isEcho: options.isEcho, of: role)
        let command =
            options.command.isEmpty ? nil : LiveCommand(options.command, output: options.commandOutput)
        self.command = command
        switch options.target {
        case .server(let url):
            player = try ServerPlayer(url, isEcho: options.isEcho)
            inputs = LiveInputs(seed: options.seed, from: .client, seeds: options.seeds, url: url)
        case .clients(let address):
            player = try ClientPlayer(at: address, command, comeBack: options.comeBack)
            inputs = LiveInputs(seed: options.seed, from: .server, seeds: options.seeds)
        }
        probeInput = Self.probe(from: role.peer)
    }

    deinit {
        player.stop()
        command?.stop()
    }

    /// A probe is made after so many inputs, whatever came of them.
    private static let probeEvery = 16
    /// Descriptors are counted after so many.
    static let countEvery = 64

    /// Plays until it is told to stop, the time is up, or something is found.
    public func run() async throws(LiveProblem) -> LiveSummary {
        try await prepare()
        var number = 0
        while !isOver(number) {
            await keepPace(number)
            await playOne(number)
            number += 1
            if number % Self.countEvery == 0 { await countDescriptors(before: number) }
            tally.starts = command?.starts ?? 0
            report(.progress(tally))
        }
        return LiveSummary(tally: tally, findings: findings, latency: latency, duration: elapsed)
    }

    /// Plays one input, and judges it.
    public func playAlone(_ input: LiveInput) async throws(LiveProblem) -> LiveComplaint? {
        try await prepare()
        if let complaint = await check(input, patience.times(2)) { return complaint }
        return await descriptorLeak(of: input)
    }

    var elapsed: Duration { began.duration(to: .now) }

    private func isOver(_ number: Int) -> Bool {
        if isGone || isStopped() || (!findings.isEmpty && !options.keepsGoing) { return true }
        if let count = options.count, number >= count { return true }
        return options.time.map { elapsed >= $0 } ?? false
    }

    private func keepPace(_ number: Int) async {
        guard let rate = options.rate, rate > 0 else { return }
        let due = began + .seconds(Double(number) / rate)
        try? await Task.sleep(until: due, clock: .continuous)
    }

    private func playOne(_ number: Int) async {
        let input = inputs[number]
        let seen = await player.play(input, patience)
        tally.inputs += 1
        recent.append((number, input))
        var complaint = judge.complaint(about: seen, after: input) ?? slowness(of: seen)
        let isOdd = complaint != nil || seen.isOdd
        guard isOdd || tally.inputs % Self.probeEvery == 0 else { return }
        let health = await probe()
        if let trouble = health { complaint = trouble }
        guard let complaint else { return recent.removeAll() }
        tally.lastOdd = "input \(number): \(complaint.kind.rawValue), \(complaint.key)"
        if health != nil {
            await blame(complaint)
        } else {
            recent.removeAll()
            await pursue(complaint, number, input)
        }
    }

    func slowness(of seen: LiveObservation) -> LiveComplaint? {
        let limit = max(latency * 100, .seconds(1))
        guard seen.opening == .open, seen.overdue == nil, seen.duration > limit else { return nil }
        return LiveComplaint(
            .slow, "slow", expected: "about \(latency.milliseconds) ms, as for a text and a Close",
            seen: "\(seen.duration.milliseconds) ms", clause: "the peer's own pace")
    }
}

extension Duration {
    /// Rounded, for a person.
    var milliseconds: Int { Int((seconds * 1000).rounded()) }
}
