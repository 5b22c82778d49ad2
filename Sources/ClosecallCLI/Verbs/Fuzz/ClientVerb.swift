internal import Closecall
internal import Reactor

extension Verb {
    static let fuzzClient = Verb(
        name: "fuzz client",
        summary: "the same to clients and browsers that connect again and again",
        positionals: [
            Positional(
                "COMMAND", "starts a client, and the next one when it has ended; behind --", count: .any)
        ],
        options: [
            .clientListen, .liveSeed, .liveTime, .liveCount, .liveRate, .liveCorpus, .liveTrace, .keepsGoing,
            .comeBack, .liveFindings, .serverOutput, .playInput, .playEnd, .ownHost, .json,
        ],
        examples: [
            Example(
                "closecall fuzz client --listen 127.0.0.1:9002",
                "play to whoever connects to it, and connects again"),
            Example(
                "closecall fuzz client -- python3 client.py ws://127.0.0.1:9002/",
                "start a client for each input"),
        ],
        notes: """
            We are the server: each client that connects gets one input, and is judged by what it does: pings must be \
            answered, a Close too, what RFC 6455 forbids must end the connection, and so must an answer to the handshake \
            that is none. Then it has to come again; who stays away too long has died or hung. The first line says where it \
            listens. A command that a signal ends has died; any other end of it is its own. What else is said of \
            "closecall fuzz peer" holds here, too: findings, their files, exit status, --json.
            """,
        endsGently: true,
        run: fuzzClient)

    @Sendable
    private static func fuzzClient(_ invocation: Invocation) async throws(CommandFailure) -> ExitStatus {
        let arguments = invocation.arguments
        let place = try arguments.decoded(.clientListen) { text throws(CommandFailure) in
            try ListenPlace(parsing: text)
        }
        // The campaign listens there itself.
        let address = try await (place ?? .loopback(port: 9002)).listen { $0 }
        var options = try arguments.liveOptions(.clients(at: address), command: arguments.positionals[...])
        if let comeBack = try arguments.duration(.comeBack) { options.comeBack = comeBack }
        let replay = ["fuzz", "client", "--listen", "\(options.target)"]
        return try await LiveRunner(invocation, options, replay: replay).run()
    }
}

extension VerbOption {
    fileprivate static let clientListen = VerbOption.text(
        "listen", "HOST:PORT", "where to listen; port 0 takes any free one", standard: "127.0.0.1:9002")
    fileprivate static let comeBack = VerbOption.text(
        "come-back", "TIME", "how long clients may stay away", standard: "10s")
}
