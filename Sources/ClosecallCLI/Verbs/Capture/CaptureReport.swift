internal import Closecall
internal import Reactor
internal import Trace

/// What `capture` prints, for people or for programs.
struct CaptureReport: Sendable {
    let output: Output
    let plan: CapturePlan
    let isJSON: Bool
    /// Whether the file will be root's, and not the person's at the keyboard.
    let isSudo: Bool
    private let told = Locked(Told())

    /// What was said already.
    private struct Told {
        var files = 1
        var hasTrouble = false
        var hasProgress = false
    }

    init(output: Output, plan: CapturePlan, isJSON: Bool, isSudo: Bool) {
        self.isSudo = isSudo
        self.output = output
        self.plan = plan
        self.isJSON = isJSON
    }

    func begin(_ run: CaptureRun) {
        let file = run.state().files.first ?? ""
        let options = plan.capture
        if isJSON {
            json { json in
                json.field("event", "capturing")
                json.field("interface", options.interface)
                json.field("filter", options.filter.text)
                json.field("file", isPiped ? nil : file)
                json.field("snapLength", run.interface.snapLength)
            }
        } else {
            line("capturing on \(options.interface), \(options.filter), into \(file)")
        }
        if let warning = run.warning { note(warning) }
    }

    /// How things stand, a few times a second: on a terminal in one line that is gone when done.
    func progress(_ state: CaptureState) {
        news(state)
        guard output.standardError.isTerminal, !isJSON else { return }
        told.withLock { $0.hasProgress = true }
        output.errorText("\r\u{1B}[K\(counts(state))")
    }

    func end(_ state: CaptureState) throws(CommandFailure) {
        wipe()
        news(state)
        if isJSON { jsonSummary(state) } else { textSummary(state) }
        switch state.end {
        case .failed(let problem): throw CommandFailure("\(problem)")
        case .torn(let error): throw CommandFailure("the standard output cannot be written: \(error)")
        // Whoever reads has had enough, which is no failure.
        case .readerGone: return
        case .stopped, .enoughPackets, .enoughTime, nil: break
        }
        if state.lost > 0 {
            let packets = Wording.count(Int(clamping: state.lost), "packet")
            throw CommandFailure(
                "\(packets) could not be written: \(state.trouble.map { "\($0)" } ?? "the file is in pieces")"
            )
        }
    }

    // MARK: Parts

    private var isPiped: Bool { plan.target == .standardOutput }

    private func news(_ state: CaptureState) {
        let (new, trouble) = told.withLock { told in
            defer {
                told.files = max(told.files, state.files.count)
                told.hasTrouble = state.trouble != nil
            }
            return (state.files.dropFirst(told.files), told.hasTrouble ? nil : state.trouble)
        }
        if isJSON {
            for file in new {
                json { json in
                    json.field("event", "file")
                    json.field("file", file)
                }
            }
        }
        if let trouble, state.end != .readerGone {
            wipe()
            let end = plan.format == .pcap ? "from here on" : "until they can be written again"
            note("packets are lost \(end): \(trouble)")
        }
    }

    private func textSummary(_ state: CaptureState) {
        var lines = ["\(counts(state))\(place(state))"]
        if state.packets == 0 {
            lines.append("no packet came that is \"\(plan.capture.filter)\" on \(plan.capture.interface)")
        }
        if state.dropped > 0 {
            lines.append(
                "what is dropped came too fast: --buffer 64MiB or a narrower --filter leaves more room")
        }
        if state.packets > 0, !isPiped, let file = state.present.last {
            lines.append("\(isSudo ? "sudo " : "")closecall inspect \(file) shows what was said")
        }
        lines.forEach(line)
    }

    private func place(_ state: CaptureState) -> String {
        if isPiped { return "" }
        guard plan.ring != nil else { return ", in \(state.files.first ?? "")" }
        let files = Wording.count(state.present.count, "file")
        let gone = state.removed > 0 ? " (\(state.removed) older deleted)" : ""
        return ", in \(files)\(gone)"
    }

    /// `1204 packets, 3.4 MiB, 0 dropped`
    private func counts(_ state: CaptureState) -> String {
        "\(Wording.count(Int(clamping: state.packets), "packet")), \(Wording.size(state.bytes)), \(state.dropped) dropped"
    }

    private func jsonSummary(_ state: CaptureState) {
        json { json in
            json.field("event", "summary")
            json.field("packets", state.packets)
            json.field("bytes", state.bytes)
            json.field("notWritten", state.lost)
            json.field("received", state.statistics.received)
            json.field("droppedByKernel", state.statistics.droppedByKernel)
            json.field("droppedByInterface", state.statistics.droppedByInterface)
            json.field("files", isPiped ? [] : Array(state.present))
            json.field("filesDeleted", state.removed)
        }
    }

    // MARK: Where to

    /// The standard output may be the trace's.
    private func line(_ text: String) {
        if isPiped { output.error(text) } else { output.line(text) }
    }

    private func json(_ members: (inout JSONWriter) -> Void) {
        if !isPiped { return _ = output.json(members) }
        var json = JSONWriter()
        json.object(members)
        output.error(json.text)
    }

    private func note(_ text: String) { output.error("closecall capture: \(text)") }

    private func wipe() {
        let hadProgress = told.withLock { told in
            defer { told.hasProgress = false }
            return told.hasProgress
        }
        if hadProgress { output.errorText("\r\u{1B}[K") }
    }
}
