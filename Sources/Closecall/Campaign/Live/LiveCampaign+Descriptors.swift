/// Connections that are over for TCP and not for the server: nothing on the wire shows them.
extension LiveCampaign {
    /// An input is played so often, and so many descriptors must stay: one more may have another reason.
    private static let plays = 4
    private static let growth = 3

    /// Whether there are more than there were, and if so, since which of the last inputs.
    func countDescriptors(before number: Int) async {
        guard let descriptors, let atRest = descriptorsAtRest, !isKnown(.descriptorLeak(0)) else { return }
        guard await stays(descriptors, above: atRest + Self.growth) else { return }
        let numbers = max(0, number - Self.countEvery)..<number
        let suspects = numbers.map { (number: $0, input: inputs[$0]) }
        // Resets first: they are what is forgotten most.
        for suspect in suspects.filter({ $0.input.ending == .reset }) + suspects
        where !isStopped() && !isGone {
            guard let leak = await descriptorLeak(of: suspect.input) else { continue }
            tally.lastOdd = "input \(suspect.number): \(leak.name)"
            await pursue(leak, suspect.number, suspect.input)
            break
        }
        descriptorsAtRest = descriptors.now()
    }

    /// Plays an input some times, and counts.
    func descriptorLeak(of input: LiveInput) async -> LiveComplaint? {
        guard let descriptors, let before = descriptors.now() else { return nil }
        for _ in 0..<Self.plays { _ = await player.play(input, patience) }
        guard await stays(descriptors, above: before + Self.growth) else { return nil }
        return .descriptorLeak(Self.plays)
    }

    /// Whether the count does not come down below `limit` for some time.
    private func stays(_ descriptors: DescriptorCount, above limit: Int) async -> Bool {
        let deadline = ContinuousClock.now + patience.reaction
        while true {
            guard let count = descriptors.now(), count >= limit else { return false }
            guard ContinuousClock.now < deadline else { return true }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }
}

extension LiveComplaint {
    static func descriptorLeak(_ plays: Int) -> LiveComplaint {
        LiveComplaint(
            .leaked, "descriptors",
            expected: "the connection's descriptor closed once the connection is over",
            seen: "as many more descriptors open as connections were made (\(plays)), all of them over",
            clause: "RFC 9293 §3.5.3")
    }

    var isOfDescriptors: Bool { kind == .leaked && key == "descriptors" }
}
