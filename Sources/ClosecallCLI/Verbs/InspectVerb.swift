internal import Closecall

extension Verb {
    static let inspect = Verb(
        name: "inspect",
        summary: "the WebSocket sessions in a capture: how they ended, and what was said",
        positionals: [
            Positional(
                "FILE",
                "pcapng or pcap, by \"closecall proxy --trace\", tcpdump or anybody; several are parts of one; - for stdin",
                count: .oneOrMore)
        ],
        options: [
            .sessionNumber, .inspectedFrames, .follow, .onlyAbnormal, .endCode, .endCause, .endedBy,
            .clientProfile, .serverProfile, .redactTrace, .guideLanguage, .json,
        ] + VerbOption.exports,
        examples: [
            Example("closecall inspect trace.pcapng", "a line for each session"),
            Example("closecall inspect trace.pcapng --only-abnormal", "those that ended badly"),
            Example(
                "closecall inspect trace.pcapng --session 3 --frames",
                "all that was said in one, and its story"),
            Example("closecall inspect trace.pcapng --json", "for a script"),
            Example(
                "closecall inspect trace.pcapng --extract-scenario again.yaml",
                "the first bad ending, to be made again by \"closecall run again.yaml\""),
            Example("closecall inspect trace.pcapng --har trace.har", "for a browser's developer tools"),
            Example("closecall inspect -", "behind \"tcpdump -i lo -U -w - port 9000 |\": what it sees"),
        ],
        notes: """
            Sessions are numbered as they ask for a WebSocket. Frames, messages and bytes are counted to the server and \
            to the client, and so stand the close codes: what the client's API reports, and the server's. Of a trace \
            that a proxy wrote, what a side got is told apart from what the other one sent. Nothing is guessed: what \
            the file lacks is said. The exit status is 0 when sessions were shown, 1 when there is none (or none \
            that was asked for), 2 when a file is no capture. With --json, lines are objects whose event is session, \
            unread, frame, message, fault or summary. With --extract-corpus, --extract-scenario and --har nothing is \
            shown but what was written (event export); what cannot be written so is said, and the exit status is 1.
            """,
        endsGently: true, run: inspect)

    @Sendable
    private static func inspect(_ invocation: Invocation) async throws(CommandFailure) -> ExitStatus {
        let plan = try InspectPlan(invocation.arguments, invocation.environment)
        if !plan.exports.isEmpty { return try await export(plan, invocation) }
        let report: any InspectReport =
            if plan.isJSON {
                InspectJSON(plan, invocation.output)
            } else if plan.number != nil {
                InspectPage(plan, invocation.output)
            } else {
                InspectTable(plan, invocation.output)
            }
        let reading = TraceReading(plan, report, invocation)
        return report.end(try await reading.read())
    }

    private static func export(
        _ plan: InspectPlan, _ invocation: Invocation
    ) async throws(CommandFailure) -> ExitStatus {
        let report = ExportReport(
            try plan.exports.open(plan), invocation.output, isJSON: plan.isJSON)
        _ = try await TraceReading(plan, report, invocation).read()
        return try await report.finish()
    }
}

extension VerbOption {
    static let inspectedFrames = VerbOption.flag("frames", "each frame: when, which way, what, how it begins")
    static let follow = VerbOption.flag(
        "follow",
        "wait for more of a file that is being written, until Ctrl-C; sessions are shown as they end")
    static let redactTrace = VerbOption.flag(
        "redact", "keep what was said out: payloads, reasons, queries")
}
