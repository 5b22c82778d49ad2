internal import Closecall
internal import Reactor
internal import WebSocketWire

extension Verb {
    static let replay = Verb(
        name: "replay",
        summary: "says to a server what a client said in a capture, and compares the answers",
        positionals: [Positional("TRACE", "a capture, as for inspect")],
        options: [
            .replayTarget, .sessionNumber, .fast, .keepHost, .patience, .serverCA, .insecure, .json,
        ],
        examples: [
            Example(
                "closecall replay x.pcapng --to ws://localhost", "the only session of a trace"),
            Example(
                "closecall replay trace.pcapng --to ws://127.0.0.1:8080 --session 3 --fast",
                "one of several, as quickly as the answers come"),
            Example(
                "closecall replay trace.pcapng --to wss://staging.example/ --insecure --json",
                "for a script"),
        ],
        notes: """
            The handshake is the recorded one, with a key of its own and the new server's name; frames are sent as they \
            were, byte for byte, broken ones too, and TCP ends as it did. Where the server agrees on another compression \
            than in the trace, frames are sent without any. Compared are the status, the subprotocol, messages, the \
            Close frame and how TCP ended, with what the client got in the trace; pings and times are not. Exit status: \
            0 all is equal, 1 something differs, 2 it could not be done. With --json, lines are objects whose event is \
            difference or summary.
            """,
        run: replay)

    @Sendable
    private static func replay(_ invocation: Invocation) async throws(CommandFailure) -> ExitStatus {
        let plan = try ReplayPlan(invocation.arguments)
        let report = ReplayReport(output: invocation.output, isJSON: invocation.arguments.has(.json))
        do throws(ReplayFailure) {
            let script = try ReplayScript(reading: plan.path, session: plan.session)
            let progress = Task { await report.showProgress(of: script, isFast: plan.options.isFast) }
            let played = await Self.play(script, plan.options)
            progress.cancel()
            await progress.value
            let result = try played.get()
            let differences = script.expected.differences(from: result.outcome)
            report.show(script, result, differences)
            return differences.isEmpty ? .yes : .no
        } catch {
            throw CommandFailure(plan.words(for: error))
        }
    }
}

extension Verb {
    private static func play(
        _ script: ReplayScript, _ options: ReplayRun.Options
    ) async -> Result<ReplayRun.Result, ReplayFailure> {
        do throws(ReplayFailure) { return .success(try await ReplayRun.play(script, options)) } catch {
            return .failure(error)
        }
    }
}

/// What `replay` was asked for.
private struct ReplayPlan {
    let path: String
    let session: Int?
    let options: ReplayRun.Options

    init(_ arguments: ParsedArguments) throws(CommandFailure) {
        path = arguments.positionals[0]
        if path == "-" {
            throw CommandFailure("a trace is read twice, which the standard input cannot be: name a file")
        }
        session = try arguments.integer(.sessionNumber, in: 1...Int.max)
        guard let target = arguments.value(.replayTarget) else {
            throw CommandFailure("where to? Add \(VerbOption.replayTarget.typed) ws://HOST:PORT")
        }
        var options = ReplayRun.Options(to: try Self.url(target))
        options.isFast = arguments.has(.fast)
        options.keepsHost = arguments.has(.keepHost)
        if let patience = try arguments.duration(.patience) { options.patience = patience }
        options.tls = try Self.tls(arguments, options.url)
        self.options = options
    }

    private static func url(_ text: String) throws(CommandFailure) -> WebSocketURL {
        do throws(WebSocketURLError) { return try WebSocketURL(text) } catch {
            throw CommandFailure("option \"\(VerbOption.replayTarget.typed)\": \(error)")
        }
    }

    private static func tls(
        _ arguments: ParsedArguments, _ url: WebSocketURL
    ) throws(CommandFailure) -> TLSContext? {
        let given = [VerbOption.serverCA, .insecure].first(where: arguments.has)
        guard url.isSecure else {
            if let given { throw CommandFailure("option \"\(given.typed)\" is for a wss: server") }
            return nil
        }
        let options = TLSOptions(verify: !arguments.has(.insecure), caFile: arguments.value(.serverCA))
        do throws(TLSError) { return try TLSContext(client: options) } catch {
            throw CommandFailure(error.reason)
        }
    }

    /// Says which file or which server it is about.
    func words(for failure: ReplayFailure) -> String {
        switch failure {
        case .unreachable(let reason): "\(options.url): \(reason)"
        case .trace: "\(failure)"
        case .noSessions, .noSuchSession, .whichSession, .noRequest, .missing, .tooLong: "\(path): \(failure)"
        }
    }
}

extension VerbOption {
    fileprivate static let replayTarget = VerbOption.text(
        "to", "URL", "the server, ws: or wss:; its path, if there is one, replaces the recorded one")
    fileprivate static let fast = VerbOption.flag(
        "fast", "wait for no time, only for the answers that came first in the trace")
    fileprivate static let keepHost = VerbOption.flag("keep-host", "send the recorded Host header")
    fileprivate static let patience = VerbOption.text(
        "patience", "TIME", "how long answers may be later than in the trace", standard: "5s")
    fileprivate static let serverCA = VerbOption.text(
        "ca", "FILE", "trust these certificates (PEM)", standard: "the system's trust store")
    fileprivate static let insecure = VerbOption.flag("insecure", "take any certificate of the server")
}
