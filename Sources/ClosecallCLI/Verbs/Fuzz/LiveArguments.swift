internal import Closecall
internal import Faults
internal import Reactor
internal import WebSocketWire

/// What `fuzz peer` and `fuzz client` are both asked for.
extension ParsedArguments {
    /// What both are asked in the same words.
    func liveOptions(
        _ target: LiveTarget, command: ArraySlice<String>
    ) throws(CommandFailure) -> LiveCampaign.Options {
        var options = LiveCampaign.Options(target)
        options.seed = try seed()
        options.time = try duration(.liveTime) ?? .seconds(60)
        options.count = try integer(.liveCount, in: 1...Int.max)
        options.rate = try rate()
        options.seeds = try liveSeeds(from: target.role.peer)
        options.keepsGoing = has(.keepsGoing)
        options.ownsHost = has(.ownHost)
        options.command = Array(command)
        options.commandOutput = value(.serverOutput)
        return options
    }

    private func seed() throws(CommandFailure) -> UInt64 {
        try decoded(.liveSeed) { text throws(CommandFailure) in
            guard let seed = UInt64(text) else {
                throw CommandFailure("\"\(text)\" is not a whole number from 0 to \(UInt64.max)")
            }
            return seed
        } ?? 1
    }

    /// `100/s`, or `100`.
    private func rate() throws(CommandFailure) -> Double? {
        try decoded(.liveRate) { text throws(CommandFailure) in
            let number = text.hasSuffix("/s") ? String(text.dropLast(2)) : text
            guard let rate = Double(number), rate > 0, rate.isFinite else {
                throw CommandFailure("\"\(text)\" is no rate, write 100/s")
            }
            return rate
        }
    }

    private func liveSeeds(from sender: EndpointRole) throws(CommandFailure) -> [[DraftFrame]] {
        do throws(LiveProblem) {
            var seeds: [[DraftFrame]] = []
            if let folder = value(.liveCorpus) { seeds += try LiveSeeds.corpus(folder, from: sender) }
            if let path = value(.liveTrace) { seeds += try LiveSeeds.trace(path, from: sender) }
            return seeds
        } catch {
            throw CommandFailure("\(error)")
        }
    }

    /// The file that is to be played alone.
    func liveInput() throws(CommandFailure) -> LiveInput? {
        let ending = value(.playEnd).flatMap { LiveInput.Ending(rawValue: $0) }
        guard let path = value(.playInput) else {
            if ending != nil { throw CommandFailure("option \"--end\" is for --input") }
            return nil
        }
        do throws(SystemError) {
            return LiveInput(fileBytes: try SmallFile.read(path).bytes, ending: ending ?? .close)
        } catch {
            throw CommandFailure("cannot read \(path): \(error.words)")
        }
    }
}

extension VerbOption {
    static let liveSeed = VerbOption.text("seed", "N", "what the inputs are drawn from", standard: "1")
    static let liveTime = VerbOption.text("time", "TIME", "how long, such as 10m", standard: "60s")
    static let liveCount = VerbOption.text("count", "N", "end after so many inputs")
    static let liveRate = VerbOption.text(
        "rate", "N/s", "at most so many inputs a second", standard: "no limit")
    static let liveCorpus = VerbOption.text(
        "corpus", "DIR", "begin with these, too: files as in Fuzz/Corpus/frames")
    static let liveTrace = VerbOption.text("trace", "FILE", "begin with the sessions of a capture, too")
    static let keepsGoing = VerbOption.flag("keep-going", "go on after a finding")
    static let noEcho = VerbOption.flag("no-echo", "the server does not send messages back")
    static let liveFindings = VerbOption.text(
        "findings", "DIR", "where findings are written", standard: "./closecall-findings")
    static let serverOutput = VerbOption.text(
        "command-output", "FILE", "what COMMAND prints goes there", standard: "nowhere")
    static let serverPID = VerbOption.text(
        "pid", "N", "the server's process, whose descriptors are counted", standard: "COMMAND's")
    static let playInput = VerbOption.text("input", "FILE", "play this finding once, judge it, and end")
    static let playEnd = VerbOption.choice(
        "end", LiveInput.Ending.allCases.map(\.rawValue), "how the connection of --input is ended",
        standard: "close")
    static let ownHost = VerbOption.flag(
        "i-own-this-host", "test peers on other machines, too: they may die")
}
