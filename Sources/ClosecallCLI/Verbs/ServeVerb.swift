internal import Closecall
internal import Reactor
internal import WebSocketWire

extension Verb {
    static let serve = Verb(
        name: "serve",
        summary: "a strict echo server, a peer for tests",
        positionals: [],
        options: [.listen, .servedSubprotocol, .noDeflate, .maxMessage, .json],
        examples: [
            Example("closecall serve", "echo on ws://127.0.0.1:9001/"),
            Example("closecall serve --listen 127.0.0.1:0 --json", "on any free port, for a script"),
            Example("closecall serve --subprotocol chat.v2 --subprotocol chat.v1", "agree on one of these"),
            Example("closecall serve --max-message 64KiB", "refuse longer messages with 1009"),
        ],
        notes: """
            The first line says where it listens, then there is one line for each session that ended. It accepts \
            what RFC 6455 and RFC 7692 allow and nothing else. SIGINT or SIGTERM: it stops listening, closes its \
            sessions with 1001, prints a summary and exits with 0; a second signal ends it at once. With \
            --json, lines are objects whose event is listening, session.end or summary.
            """,
        endsGently: true,
        run: serve)

    @Sendable
    private static func serve(_ invocation: Invocation) async throws(CommandFailure) -> ExitStatus {
        let arguments = invocation.arguments
        let options = try serverOptions(arguments)
        let place = try arguments.decoded(.listen) { text throws(CommandFailure) in
            try ListenPlace(parsing: text)
        }
        let report = ServeReport(output: invocation.output, isJSON: arguments.has(.json))
        let tally = SessionTally()
        let feed = try ReportFeed.started(print: report.ended)
        let server = try await (place ?? .standard).listen { address throws(SystemError) in
            try EchoServer(at: address, options: options) { session in
                tally.add(session)
                feed.add(session)
            }
        }
        report.listening(at: server)
        await invocation.interrupts.first()
        await server.stop()
        report.summary(tally.counts, unreported: await feed.finish())
        return .yes
    }

    private static func serverOptions(
        _ arguments: ParsedArguments
    ) throws(CommandFailure) -> EchoServer.Options {
        var options = EchoServer.Options()
        options.subprotocols = try HandshakeArguments.subprotocols(arguments, .servedSubprotocol)
        options.acceptsCompression = !arguments.has(.noDeflate)
        let size = try arguments.decoded(.maxMessage) { text throws(CommandFailure) in
            try ArgumentValue.size(text)
        }
        if let size { options.longestMessage = size }
        return options
    }
}

extension VerbOption {
    static let listen = VerbOption.text(
        "listen", "HOST:PORT", "where to listen; port 0 takes any free one; also unix:/path",
        standard: "\(ListenPlace.standard)")
    fileprivate static let servedSubprotocol = VerbOption.text(
        "subprotocol", "NAME", "accept this subprotocol, the first named if a client offers several",
        repeatable: true)
    static let noDeflate = VerbOption.flag("no-deflate", "no compression (permessage-deflate)")
    fileprivate static let maxMessage = VerbOption.text(
        "max-message", "SIZE", "the longest message, decompressed; a longer one ends its session with 1009",
        standard: "64MiB")
}
