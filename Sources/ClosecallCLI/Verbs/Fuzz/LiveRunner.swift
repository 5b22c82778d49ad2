internal import Closecall
internal import Reactor
internal import WebSocketWire

/// Runs what `fuzz peer` and `fuzz client` were asked for.
struct LiveRunner {
    private let invocation: Invocation
    private let options: LiveCampaign.Options
    private let input: LiveInput?
    private let folder: String
    private let replay: LiveReplay

    /// - Parameter replay: the words that say whom to play to, when a finding is to be played again.
    init(_ invocation: Invocation, _ options: LiveCampaign.Options, replay: [String]) throws(CommandFailure) {
        self.invocation = invocation
        self.options = options
        self.replay = LiveReplay(["closecall"] + replay, starting: options.command)
        input = try invocation.arguments.liveInput()
        folder = invocation.arguments.value(.liveFindings) ?? "./closecall-findings"
    }

    func run() async throws(CommandFailure) -> ExitStatus {
        let stop = Locked(false)
        invocation.interrupts.atFirst { stop.withLock { $0 = true } }
        let report = LiveReport(invocation, folder, from: options.target.role.peer, replay: replay)
        defer { report.wipe() }
        do throws(LiveProblem) {
            let campaign = try LiveCampaign(options, isStopped: { stop.withLock(\.self) }) { [input] event in
                if input == nil || event.isAboutListening { report.take(event) }
            }
            if let input {
                let complaint = try await campaign.playAlone(input)
                report.played(input, complaint)
                return complaint == nil ? .yes : .no
            }
            let summary = try await campaign.run()
            report.summary(summary)
            if let problem = report.problem { throw problem }
            return summary.findings.isEmpty ? .yes : .no
        } catch {
            throw CommandFailure("\(error)")
        }
    }
}

extension LiveEvent {
    /// Scripts wait for it, whatever follows.
    fileprivate var isAboutListening: Bool {
        if case .listening = self { return true }
        return false
    }
}
