internal import Closecall
internal import Trace

extension Verb {
    static let capture = Verb(
        name: "capture",
        summary: "writes down the packets of a port, live, for inspect and Wireshark",
        positionals: [],
        options: CaptureArguments.options,
        examples: [
            Example("closecall capture --port 9000", "what goes to and from port 9000, on all interfaces"),
            Example("closecall capture -i lo --port 9000 -o x.pcapng", "on one interface, into this file"),
            Example(
                "closecall capture --port 443 --filter 'host 192.0.2.7'", "and of that only one peer's"),
            Example(
                "closecall capture --port 80 --ring-size 100MB --ring-files 10",
                "for days, in no more than ten files of that size"),
            Example("closecall capture --port 9000 -o - | wireshark -k -i -", "watch it in Wireshark"),
        ],
        notes: """
            The first line says what is captured, and where to. Ctrl-C or SIGTERM ends it: a summary, and exit status \
            0. The file is whole at any moment, and only you may read it, for it holds what was said. Capturing needs \
            the privilege CAP_NET_RAW, which root has; "closecall proxy" needs none to write a trace of what it \
            relays. On all interfaces, a packet that crosses several of them, as with containers, is there several \
            times: name one with --interface then. A name ending in .pcap makes a classic pcap file. The exit status \
            is 2 when packets could not be written. With --json, lines are objects whose event is capturing, file or \
            summary; with -o - they go to the standard error.
            """,
        endsGently: true,
        run: capture)

    @Sendable
    private static func capture(_ invocation: Invocation) async throws(CommandFailure) -> ExitStatus {
        let arguments = invocation.arguments
        if arguments.has(.listInterfaces) { return try listInterfaces(invocation) }
        let plan = try CaptureArguments.plan(arguments, invocation.output)
        let report = CaptureReport(
            output: invocation.output, plan: plan, isJSON: arguments.has(.json),
            isSudo: invocation.environment["SUDO_UID"] != nil)
        let run: CaptureRun
        do throws(CaptureFailure) { run = try CaptureRun(plan) } catch {
            throw CommandFailure("\(error)")
        }
        report.begin(run)
        invocation.interrupts.atFirst { run.stop() }
        let watch = Task {
            while (try? await Task.sleep(for: .milliseconds(250))) != nil { report.progress(run.state()) }
        }
        let state = await run.ended()
        watch.cancel()
        await watch.value
        try report.end(state)
        return .yes
    }

    private static func listInterfaces(_ invocation: Invocation) throws(CommandFailure) -> ExitStatus {
        let output = invocation.output
        let all: [CaptureInterface]
        do throws(TraceProblem) { all = try CaptureInterface.all() } catch {
            throw CommandFailure("\(error)")
        }
        let widest = all.map(\.name.count).max() ?? 0
        for interface in all {
            if invocation.arguments.has(.json) {
                output.json { json in
                    json.field("event", "interface")
                    json.field("name", interface.name)
                    json.field("about", interface.about)
                    json.field("isUp", interface.isUp)
                }
                continue
            }
            let words = [interface.about, interface.isUp ? nil : "switched off"].compactMap { $0 }
            let name = output.standardOutput.style.term(TextLayout.padded(interface.name, to: widest))
            output.line(words.isEmpty ? interface.name : "\(name)  \(words.joined(separator: ", "))")
        }
        return .yes
    }
}
