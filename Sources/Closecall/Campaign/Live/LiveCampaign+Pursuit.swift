internal import Faults
internal import WebSocketWire

/// From something odd to a finding: seen again, and made smaller.
extension LiveCampaign {
    /// So many connections and so much time a finding may cost.
    private static let tries = 400
    private static let time = Duration.seconds(20)
    /// What was seen and not again so often is not pursued any more.
    private static let mostDoubts = 3

    /// The server is not well: it is one of the inputs since it was.
    func blame(_ complaint: LiveComplaint) async {
        let suspects = recent.reversed()
        recent.removeAll()
        guard await revive() else { return abandon(complaint, suspects.first) }
        if isKnown(complaint) { return tally.repeated += 1 }
        report(.pursuing(complaint, number: suspects.first?.number ?? 0))
        for suspect in suspects {
            guard let again = await check(suspect.input, patience, for: complaint),
                again.isSame(as: complaint)
            else { continue }
            return await minimise(complaint, suspect.number, suspect.input)
        }
        doubt(complaint, suspects.first?.number ?? 0)
    }

    /// The server does not come back. What it died of is the newest input, as far as can be said.
    private func abandon(
        _ complaint: LiveComplaint, _ suspect: (number: Int, input: LiveInput)?
    ) {
        isGone = true
        guard let suspect else { return }
        record(
            complaint, suspect.number, suspect.input, smallest: suspect.input,
            unminimised: Self.awayForGood)
    }

    /// The server is well, but for what it did about this input.
    func pursue(_ complaint: LiveComplaint, _ number: Int, _ input: LiveInput) async {
        if isKnown(complaint) { return tally.repeated += 1 }
        guard doubtful[complaint.name, default: 0] < Self.mostDoubts else { return }
        report(.pursuing(complaint, number: number))
        guard let again = await check(input, patience.times(2), for: complaint), again.isSame(as: complaint)
        else {
            return doubt(complaint, number)
        }
        // What is seen is told in the words of the second time, which has had more of it.
        await minimise(again, number, input)
    }

    func isKnown(_ complaint: LiveComplaint) -> Bool {
        findings.contains { $0.complaint.isSame(as: complaint) }
    }

    private func doubt(_ complaint: LiveComplaint, _ number: Int) {
        doubtful[complaint.name, default: 0] += 1
        tally.unconfirmed += 1
        report(.unconfirmed(complaint, number: number))
    }

    private func minimise(
        _ complaint: LiveComplaint, _ number: Int, _ input: LiveInput
    ) async {
        var last = complaint
        let minimiser = LiveMinimiser(
            from: options.target.role.peer, tries: Self.tries, time: Self.time
        ) { [self] candidate in
            if isStopped() || isGone { return nil }
            guard let found = await check(candidate, patience, for: complaint), found.isSame(as: complaint)
            else { return false }
            last = found
            return true
        }
        let smallest = await minimiser.minimise(input)
        record(
            last, number, input, smallest: smallest,
            unminimised: minimiser.isExhausted || isGone ? reasonToStop : nil)
    }

    private var reasonToStop: String {
        if isStopped() { return "it was interrupted" }
        return isGone ? Self.awayForGood : "time was up"
    }

    private static let awayForGood = "the peer did not come back: add -- COMMAND, which starts it again"

    private func record(
        _ complaint: LiveComplaint, _ number: Int, _ input: LiveInput, smallest: LiveInput,
        unminimised: String?
    ) {
        let finding = LiveFinding(
            complaint: complaint, seed: options.seed, number: number, original: input, input: smallest,
            unminimised: unminimised, age: elapsed, inputsPlayed: tally.inputs)
        findings.append(finding)
        tally.findings += 1
        report(.finding(finding))
    }

    /// Plays an input once more, alone, and brings the server back if that was the end of it.
    ///
    /// - Parameter goal: what is looked for, where that takes more than to play it.
    func check(
        _ input: LiveInput, _ patience: LivePatience, for goal: LiveComplaint? = nil
    ) async -> LiveComplaint? {
        if goal?.isOfDescriptors == true { return await descriptorLeak(of: input) }
        let seen = await player.play(input, patience)
        let complaint = judge.complaint(about: seen, after: input) ?? slowness(of: seen)
        if let goal, !goal.isOfServer, !seen.isOdd { return complaint }
        guard let trouble = await probe(tries: 2) else { return complaint }
        isGone = await !revive()
        return trouble
    }
}

extension LiveComplaint {
    var name: String { "\(kind.rawValue), \(key)" }

    /// Whether it shows only to the next client.
    var isOfServer: Bool { key == Self.processKey || key == Self.serverKey }

    static let processKey = "process"
    static let serverKey = "whole server"
}
