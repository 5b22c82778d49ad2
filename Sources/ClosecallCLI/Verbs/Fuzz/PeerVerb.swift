internal import Closecall
internal import Reactor
internal import WebSocketWire

extension Verb {
    static let fuzzPeer = Verb(
        name: "fuzz peer",
        summary: "sequences of frames against a live server, which must neither die, hang, leak nor be wrong",
        positionals: [
            Positional("URL", "ws://HOST:PORT/PATH, best of an echo server"),
            Positional(
                "COMMAND", "starts the server, and starts it again when it died; behind --", count: .any),
        ],
        options: [
            .liveSeed, .liveTime, .liveCount, .liveRate, .liveCorpus, .liveTrace, .keepsGoing, .noEcho,
            .liveFindings,
            .serverOutput, .serverPID, .playInput, .playEnd, .ownHost, .json,
        ],
        examples: [
            Example("closecall fuzz peer ws://127.0.0.1:9001/", "for a minute, or until something is found"),
            Example(
                "closecall fuzz peer ws://127.0.0.1:8765/ --keep-going -- python3 server.py",
                "start the server, and again each time it dies"),
            Example(
                "closecall fuzz peer ws://127.0.0.1:8765/ --trace app.pcapng --no-echo",
                "begin with what clients said in a capture; the server does not echo"),
            Example(
                "closecall fuzz peer ws://127.0.0.1:8765/ --input findings/died-process",
                "play a finding again"),
        ],
        notes: """
            Each input is a connection of its own, drawn from the seed by its number, and judged by RFC 6455: what must \
            be echoed, answered or refused, with which code, and where the RFC leaves a choice, all of it is right. A \
            finding is seen twice before it is told, made as small as it gets, and written as a file that --input \
            plays again, with a text beside it. Leaks of descriptors are seen where COMMAND or --pid says whose they are. \
            Only this machine is tested unless --i-own-this-host is given. Exit status: 0 nothing found, 1 \
            something found, 2 it could not be done. With --json, lines are objects whose event is ready, progress, \
            finding, unconfirmed, waiting or summary.
            """,
        endsGently: true,
        run: fuzzPeer)

    @Sendable
    private static func fuzzPeer(_ invocation: Invocation) async throws(CommandFailure) -> ExitStatus {
        let plan = try PeerPlan(invocation.arguments)
        return try await LiveRunner(invocation, plan.options, replay: plan.replay).run()
    }
}

/// What `fuzz peer` was asked for.
private struct PeerPlan {
    let options: LiveCampaign.Options
    let replay: [String]

    init(_ arguments: ParsedArguments) throws(CommandFailure) {
        let url = try Self.url(arguments.positionals[0])
        var options = try arguments.liveOptions(.server(url), command: arguments.positionals.dropFirst())
        options.isEcho = !arguments.has(.noEcho)
        options.pid = try arguments.integer(.serverPID, in: 1...Int(Int32.max)).map { Int32($0) }
        self.options = options
        replay = ["fuzz", "peer", "\(url)"] + (options.isEcho ? [] : ["--no-echo"])
    }

    private static func url(_ text: String) throws(CommandFailure) -> WebSocketURL {
        let url: WebSocketURL
        do throws(WebSocketURLError) { url = try WebSocketURL(text) } catch {
            throw CommandFailure("\(error)")
        }
        if url.isSecure {
            throw CommandFailure(
                "\(url): TLS is not spoken here, name the server's ws: port, or put a proxy that ends TLS in front of it"
            )
        }
        return url
    }
}
