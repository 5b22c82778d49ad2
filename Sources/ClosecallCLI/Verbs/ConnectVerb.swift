internal import Closecall
internal import WebSocketWire

extension Verb {
    static let connect = Verb(
        name: "connect",
        summary: "a client for a terminal; ends by printing the CloseEvent",
        positionals: [Positional("URL", "ws://HOST:PORT/PATH or wss://...")],
        options: [
            .send, .sendBinary, .ping, .close, .wait, .offeredSubprotocol, .header, .origin, .noDeflate,
            .timeout, .autobahn, .json,
        ],
        examples: [
            Example("closecall connect ws://127.0.0.1:9001/", "type lines, read answers; /help for more"),
            Example(
                "closecall connect ws://127.0.0.1:9001/ --send hello", "one message, its answer, the end"),
            Example(
                "closecall connect ws://127.0.0.1:9001/ --send a --close 4000:bye", "end it your own way"),
            Example("closecall connect ws://127.0.0.1:9001/ --wait 1m --json", "listen for a minute"),
        ],
        notes: """
            --send, --send-binary, --ping and --close are carried out in the order given. Without any of them, \
            lines are read: each is sent as a text message, or is a command such as /close 4000 or /ping; the end \
            of the input closes. Before it closes, a script waits until as many messages have come as it sent, \
            but at most five seconds; --wait sets the time instead, whatever comes. Control characters in received \
            text are spelled out; --json has them as they came. Exit status: 0 the close was clean, 1 it was \
            not, 2 the connection never opened. With --json, lines are objects whose event is open, message or \
            close.
            """,
        endsGently: true,
        run: connect)

    @Sendable
    private static func connect(_ invocation: Invocation) async throws(CommandFailure) -> ExitStatus {
        let plan = try ConnectPlan(invocation.arguments)
        if invocation.arguments.has(.autobahn) {
            return try await AutobahnRun(plan, output: invocation.output).run()
        }
        let socket = try plan.socket()
        let report = ConnectReport(output: invocation.output, isJSON: invocation.arguments.has(.json))
        let isTyped = plan.script.isEmpty && invocation.input.isTerminal
        let conversation = Conversation(socket, report: report, wait: plan.wait, isPatient: !isTyped)
        invocation.interrupts.atFirst { try? socket.close(code: 1000) }
        var hasOpened = false
        for await event in socket.events {
            switch event {
            case .open(let event):
                hasOpened = true
                report.opened(socket, at: event.timeStamp)
                begin(plan, conversation, invocation)
            case .message(let message):
                report.received(message)
                conversation.heard()
            case .error: break
            case .close(let event):
                conversation.ended()
                report.ended(event, story: socket.story, hasOpened: hasOpened)
                guard hasOpened else { throw CommandFailure(socket.story ?? "the connection did not open") }
                return event.wasClean ? .yes : .no
            }
        }
        throw CommandFailure("the socket's events ended without a close")
    }

    private static func begin(_ plan: ConnectPlan, _ conversation: Conversation, _ invocation: Invocation) {
        guard plan.script.isEmpty else {
            plan.script.forEach(conversation.perform)
            if case .close = plan.script.last { return }
            return conversation.perform(.close(.empty))
        }
        // Not awaited: whoever sits before the input must not keep a closed connection's verb from ending.
        Task { await TypedLines(invocation, conversation).run() }
    }
}

extension ConnectPlan {
    func socket() throws(CommandFailure) -> WebSocket {
        try socket(url)
    }

    func socket(
        _ url: String, configure: (WebSocket) -> Void = { _ in }
    ) throws(CommandFailure) -> WebSocket {
        do throws(DOMException) {
            return try WebSocket(url, protocols, options: options) { socket in
                socket.binaryType = .arrayBuffer
                configure(socket)
            }
        } catch {
            throw CommandFailure(error.message)
        }
    }
}
