internal import Closecall
internal import Reactor
internal import WebSocketWire

/// What `fuzz peer` and `fuzz client` print, for people or for programs, and where findings are written.
final class LiveReport {
    private let output: Output
    private let isJSON: Bool
    private let folder: String
    private let sender: EndpointRole
    private let replay: LiveReplay
    private let began = MonotonicTime.current
    private var shownAt: MonotonicTime
    private var isShown = false
    private var tally = LiveTally()
    private var unconfirmed: [String: Int] = [:]
    /// Why a finding could not be written.
    private(set) var problem: LiveProblem?

    private static let pace = Duration.milliseconds(200)
    /// Where nobody watches, a line now and then says that it goes on.
    private static let logPace = Duration.seconds(10)

    init(_ invocation: Invocation, _ folder: String, from sender: EndpointRole, replay: LiveReplay) {
        output = invocation.output
        isJSON = invocation.arguments.has(.json)
        self.folder = folder
        self.sender = sender
        self.replay = replay
        shownAt = began
    }

    func take(_ event: LiveEvent) {
        switch event {
        case .ready(let latency): ready(latency)
        case .listening(let url): listening(url)
        case .progress(let tally): progress(tally)
        case .pursuing(let complaint, let number):
            if !isJSON {
                log("input \(number): \(complaint.kind.rawValue), \(complaint.key): playing it again")
            }
        case .unconfirmed(let complaint, let number): doubtful(complaint, number)
        case .finding(let finding): found(finding)
        case .waiting(let reason): waiting(reason)
        }
    }

    private func log(_ line: String) {
        wipe()
        output.line(line)
    }

    private func say(_ members: (inout JSONWriter) -> Void) { output.json(members) }

    // MARK: The live line

    private func progress(_ tally: LiveTally) {
        self.tally = tally
        let now = MonotonicTime.current
        let isLive = output.standardError.isTerminal && !isJSON
        guard now - shownAt >= (isLive ? Self.pace : Self.logPace) else { return }
        shownAt = now
        if isJSON {
            return say {
                $0.field("event", "progress")
                add(tally, to: &$0)
            }
        }
        guard isLive else { return output.error("closecall fuzz: \(line(tally))") }
        isShown = true
        let width = max(20, output.standardError.width - 1)
        output.errorText("\r\u{1B}[K" + output.standardError.style.dim(String(line(tally).prefix(width))))
    }

    func wipe() {
        guard isShown else { return }
        isShown = false
        output.errorText("\r\u{1B}[K")
    }

    private func line(_ tally: LiveTally) -> String {
        let seconds = (MonotonicTime.current - began).seconds
        let pace = seconds > 0 ? Int(Double(tally.inputs) / seconds) : 0
        var words = [
            "\(Wording.count(tally.inputs, "input")), \(pace)/s", Wording.count(tally.probes, "probe"),
            Wording.count(tally.findings, "finding"),
        ]
        if let odd = tally.lastOdd { words.append("last odd: \(odd)") }
        return words.joined(separator: ", ")
    }
}

// MARK: - Events

extension LiveReport {
    private func ready(_ latency: Duration) {
        if isJSON {
            say {
                $0.field("event", "ready")
                $0.field("latency", latency.seconds)
            }
        } else {
            log("the peer is well: a handshake, a text and a Close take \(Wording.duration(latency))")
        }
    }

    private func listening(_ url: String) {
        if isJSON {
            say {
                $0.field("event", "listening")
                $0.field("url", url)
            }
        } else {
            log("listening on \(url)")
        }
    }

    private func waiting(_ reason: String) {
        if isJSON {
            say {
                $0.field("event", "waiting")
                $0.field("reason", reason)
            }
        } else {
            log(reason)
        }
    }

    private func doubtful(_ complaint: LiveComplaint, _ number: Int) {
        unconfirmed["\(complaint.kind.rawValue), \(complaint.key)", default: 0] += 1
        if isJSON {
            say {
                $0.field("event", "unconfirmed")
                $0.field("input", number)
                add(complaint, to: &$0)
            }
        } else {
            log("input \(number): not seen again")
        }
    }

    private func found(_ finding: LiveFinding) {
        var file: LiveFindingFile?
        do throws(LiveProblem) {
            file = try LiveFindingFile(finding, in: folder, from: sender, replay: replay)
        } catch {
            problem = error
        }
        let path = file?.path ?? "\(folder)/\(finding.name)"
        let command = replay.line(path, finding.input.ending)
        if isJSON { return json(finding, path, command) }
        wipe()
        let style = output.standardOutput.style
        output.line("")
        for (index, line) in finding.lines(from: sender, replay: command).enumerated() {
            output.line(index == 0 ? style.bad(line) : Wording.oneLine(line))
        }
        output.line("")
    }

    private func json(_ finding: LiveFinding, _ path: String, _ command: String) {
        say {
            $0.field("event", "finding")
            add(finding.complaint, to: &$0)
            $0.field("seed", finding.seed)
            $0.field("input", finding.number)
            $0.field("bytes", finding.input.fileBytes.count)
            $0.field("originalBytes", finding.original.fileBytes.count)
            $0.field("hex", Wording.hex(finding.input.fileBytes))
            $0.field("end", finding.input.ending.rawValue)
            $0.field("file", path)
            $0.field("replay", command)
            $0.field("unminimised", finding.unminimised)
            $0.field("after", finding.age.seconds)
            $0.field("inputs", finding.inputsPlayed)
        }
    }

    private func add(_ complaint: LiveComplaint, to json: inout JSONWriter) {
        json.field("kind", complaint.kind.rawValue)
        json.field("key", complaint.key)
        json.field("expected", complaint.expected)
        json.field("seen", complaint.seen)
        json.field("clause", complaint.clause)
    }

    private func add(_ tally: LiveTally, to json: inout JSONWriter) {
        json.field("inputs", tally.inputs)
        json.field("probes", tally.probes)
        json.field("findings", tally.findings)
        json.field("repeated", tally.repeated)
        json.field("unconfirmed", tally.unconfirmed)
        json.field("starts", tally.starts)
    }

    func summary(_ summary: LiveSummary) {
        wipe()
        if isJSON {
            return say {
                $0.field("event", "summary")
                add(summary.tally, to: &$0)
                $0.field("duration", summary.duration.seconds)
            }
        }
        let style = output.standardOutput.style
        let count = summary.findings.count
        let verdict = count == 0 ? style.good("nothing found") : style.bad(Wording.count(count, "finding"))
        output.line(
            "\(Wording.count(summary.tally.inputs, "input")), \(Wording.count(summary.tally.probes, "probe")) in "
                + "\(Wording.duration(summary.duration)): \(verdict)")
        for finding in summary.findings {
            output.line(
                "  \(finding.complaint.kind.rawValue): \(finding.complaint.key), \(folder)/\(finding.name)")
        }
        if summary.tally.repeated > 0 {
            output.line("  \(Wording.count(summary.tally.repeated, "input")) more showed what was known")
        }
        for (name, count) in unconfirmed.sorted(by: { $0.key < $1.key }) {
            output.line("  seen \(count == 1 ? "once" : "\(count) times") and not again: \(name)")
        }
    }

    /// What `--input` came to.
    func played(_ input: LiveInput, _ complaint: LiveComplaint?) {
        if isJSON {
            return say {
                $0.field("event", "played")
                $0.field("right", complaint == nil)
                if let complaint { add(complaint, to: &$0) }
            }
        }
        let style = output.standardOutput.style
        guard let complaint else {
            output.line(style.good("nothing was wrong"))
            return
        }
        output.line(style.bad("\(complaint.kind.rawValue): \(complaint.key) (\(complaint.clause))"))
        output.line("expected: \(Wording.oneLine(complaint.expected))")
        output.line("seen:     \(Wording.oneLine(complaint.seen))")
    }
}
