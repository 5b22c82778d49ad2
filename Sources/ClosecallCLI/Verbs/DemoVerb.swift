internal import Closecall
internal import Reactor
internal import WebSocketWire

extension Verb {
    static let demo = Verb(
        name: "demo",
        summary: "a server, a client, a close, and what each saw of it",
        positionals: [],
        options: [.json],
        examples: [Example("closecall demo", "see a CloseEvent in a second")],
        notes: """
            Everything runs inside this command, on a free port of 127.0.0.1, and is gone when it ends. With \
            --json, lines are objects whose event is listening, open, send, message, close or server.close.
            """,
        run: demo)

    @Sendable
    private static func demo(_ invocation: Invocation) async throws(CommandFailure) -> ExitStatus {
        let report = DemoReport(output: invocation.output, isJSON: invocation.arguments.has(.json))
        let (sessions, feed) = AsyncStream.makeStream(of: EchoServer.Session.self)
        let server = try await ListenPlace.anyFree.listen { address throws(SystemError) in
            try EchoServer(at: address) { feed.yield($0) }
        }
        report.listening(server.url)
        let event: CloseEvent?
        do throws(DOMException) {
            event = try await play(server.url, report)
        } catch {
            await server.stop()
            throw CommandFailure(error.message)
        }
        await server.stop()
        feed.finish()
        let session = await sessions.first { _ in true }
        report.serverClosed(session?.event)
        report.farewell()
        return event?.wasClean == true && session?.event?.wasClean == true ? .yes : .no
    }

    private static func play(_ url: String, _ report: DemoReport) async throws(DOMException) -> CloseEvent? {
        let socket = try WebSocket(url)
        var end: CloseEvent?
        for await event in socket.events {
            switch event {
            case .open:
                report.opened(socket)
                report.sending(DemoReport.greeting)
                try socket.send(DemoReport.greeting)
            case .message(let message):
                report.received(message.text ?? "")
                report.closing()
                try socket.close(code: 1000, reason: DemoReport.reason)
            case .error: break
            case .close(let event):
                report.closed(event, story: socket.story)
                end = event
            }
        }
        return end
    }
}

/// What the demo says: a line for each step.
private struct DemoReport {
    static let greeting = "Hello, is anybody there?"
    static let reason = "that was all"

    let output: Output
    let isJSON: Bool

    func listening(_ url: String) {
        say("server", "listens on \(url)", "listening") { $0.field("url", url) }
    }

    func opened(_ socket: WebSocket) {
        let extensions = socket.extensions
        say("client", "has connected" + (extensions.isEmpty ? "" : ", with \(extensions)"), "open") { json in
            json.field("url", socket.url)
            json.field("extensions", extensions)
        }
    }

    func sending(_ text: String) {
        say("client", "send(\(Wording.quoted(text)))", "send") { $0.field("data", text) }
    }

    func received(_ text: String) {
        say("client", "onmessage: \(Wording.quoted(text))", "message") { $0.field("data", text) }
    }

    func closing() {
        guard !isJSON else { return }
        say("client", "close(1000, \(Wording.quoted(Self.reason)))", "") { _ in }
    }

    func closed(_ event: CloseEvent, story: String?) {
        ending("client", event, "close")
        if let story, !isJSON { output.line("        \(Wording.oneLine(story))") }
    }

    func serverClosed(_ event: CloseEvent?) {
        if let event { ending("server", event, "server.close") }
    }

    func farewell() {
        if !isJSON { output.line("\nmore on a code: closecall explain 1000") }
    }

    private func ending(_ who: String, _ event: CloseEvent, _ name: String) {
        let style = output.standardOutput.style
        let ending = Wording.ending(event)
        say(who, "CloseEvent: \(event.wasClean ? style.good(ending) : style.bad(ending))", name) { json in
            json.field("code", event.code)
            json.field("reason", event.reason)
            json.field("wasClean", event.wasClean)
        }
    }

    private func say(
        _ who: String, _ line: String, _ event: String, _ members: (inout JSONWriter) -> Void
    ) {
        guard isJSON else {
            output.line("\(output.standardOutput.style.dim(who))  \(line)")
            return
        }
        output.json { json in
            json.field("event", event)
            members(&json)
        }
    }
}
