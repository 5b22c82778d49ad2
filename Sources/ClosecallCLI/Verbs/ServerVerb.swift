internal import Closecall
internal import Control
internal import Reactor

extension Verb {
    static let server = Verb(
        name: "server",
        summary: "Toxiproxy's HTTP API: break things from any language",
        positionals: [],
        options: [
            .serverListen, .serverHost, .serverPort, .serverConfig, .serverSeed, .controlToken,
            .strictToxiproxy,
            .json,
        ],
        examples: [
            Example("closecall server", "in place of toxiproxy-server"),
            Example("closecall server --config proxies.json", "with the proxies of a file of Toxiproxy's"),
            Example("closecall server --listen 127.0.0.1:0 --json", "on any free port, for a script"),
            Example(
                "closecall server --listen 0.0.0.0:8474 --control-token \"$TOKEN\"",
                "for other machines, who show the token as Authorization: Bearer"),
        ],
        notes: """
            Begins without proxies; clients of Toxiproxy make them. A proxy's upstream is HOST:PORT for any bytes, or \
            ws://HOST:PORT and wss://HOST for a WebSocket server. Toxics are Toxiproxy's, and every fault that \
            `closecall faults` lists, with its parameters as attributes. Under /v1 there are scenarios to put and arm, \
            sessions, how they ended, and events as they happen; /v1/openapi.json has all of it. A configuration file \
            is a JSON array of objects with name, listen, upstream and enabled. -host, -port, -config and -seed with \
            one dash are understood, too. The first line says where it listens. SIGINT or \
            SIGTERM: it ends its proxies, prints a summary and exits with 0; a second signal ends it at once. With \
            --json, lines are objects whose event is listening or summary.
            """,
        endsGently: true,
        run: server)

    @Sendable
    private static func server(_ invocation: Invocation) async throws(CommandFailure) -> ExitStatus {
        let plan = try ServerPlan(invocation.arguments)
        let toxiproxy = Toxiproxy(options: plan.toxiproxy)
        let native = NativeAPI(over: toxiproxy, version: ClosecallCommand.version)
        let server = try await plan.place.listen(toxiproxy.routes + native.routes)
        if let config = plan.config, let problem = await toxiproxy.populate(config.bytes) {
            let message = "option \"\(VerbOption.serverConfig.typed)\": \(config.path): \(problem)"
            guard plan.toxiproxy.isStrict else {
                await server.stop()
                await toxiproxy.stop()
                throw CommandFailure(message)
            }
            invocation.output.error("closecall server: \(message)")
        }
        let report = ServerReport(output: invocation.output, isJSON: invocation.arguments.has(.json))
        report.listening(at: server.url)
        await invocation.interrupts.first()
        let count = await toxiproxy.count()
        await server.stop()
        await toxiproxy.stop()
        report.summary(proxies: count)
        return .yes
    }
}

/// What `server` was told.
private struct ServerPlan {
    let toxiproxy: Toxiproxy.Options
    let config: (path: String, bytes: [UInt8])?
    let place: ControlPlace

    init(_ arguments: ParsedArguments) throws(CommandFailure) {
        place = ControlPlace(try Self.place(arguments), token: arguments.value(.controlToken))
        var toxiproxy = Toxiproxy.Options()
        toxiproxy.isStrict = arguments.has(.strictToxiproxy)
        toxiproxy.seed = try arguments.decoded(.serverSeed) { text throws(CommandFailure) in
            // Toxiproxy's is signed.
            guard let seed = UInt64(text) ?? Int64(text).map(UInt64.init(bitPattern:)) else {
                throw CommandFailure("expected a whole number of 64 bits, found \"\(text)\"")
            }
            return seed
        }
        self.toxiproxy = toxiproxy
        config = try arguments.decoded(.serverConfig) { path throws(CommandFailure) in
            do throws(SystemError) { return (path, try SmallFile.read(path).bytes) } catch {
                throw CommandFailure("cannot read \"\(path)\": \(error.words)")
            }
        }
    }

    private static func place(_ arguments: ParsedArguments) throws(CommandFailure) -> ListenPlace {
        let host = arguments.value(.serverHost)
        let port = try arguments.integer(.serverPort, in: 0...65535)
        let listen = try arguments.decoded(.serverListen) { text throws(CommandFailure) in
            try ListenPlace(parsing: text)
        }
        guard host != nil || port != nil else { return listen ?? .loopback(port: standardPort) }
        if listen != nil {
            let other = host == nil ? VerbOption.serverPort : .serverHost
            throw CommandFailure(
                "options \"\(VerbOption.serverListen.typed)\" and \"\(other.typed)\" exclude each other")
        }
        let bare = host ?? HostAndPort.standardHost
        return try ListenPlace(
            parsing: "\(bare.contains(":") ? "[\(bare)]" : bare):\(port ?? Int(standardPort))")
    }

    private static let standardPort: UInt16 = 8474
}

/// What `server` prints, for people or for programs.
private struct ServerReport {
    let output: Output
    let isJSON: Bool

    func listening(at url: String) {
        guard isJSON else {
            output.line("listening on \(url)")
            return
        }
        output.json { json in
            json.field("event", "listening")
            json.field("url", url)
        }
    }

    func summary(proxies: Int) {
        guard isJSON else {
            output.line(proxies == 1 ? "1 proxy" : "\(proxies) proxies")
            return
        }
        output.json { json in
            json.field("event", "summary")
            json.field("proxies", proxies)
        }
    }
}

extension VerbOption {
    fileprivate static let serverListen = VerbOption.text(
        "listen", "HOST:PORT", "where the API listens; port 0 takes any free one; also unix:/path",
        standard: "127.0.0.1:8474")
    fileprivate static let serverHost = VerbOption.text(
        "host", "HOST", "as toxiproxy-server has it: the host of --listen"
    ).alsoWithOneDash
    fileprivate static let serverPort = VerbOption.text(
        "port", "PORT", "as toxiproxy-server has it: the port of --listen"
    ).alsoWithOneDash
    fileprivate static let serverConfig = VerbOption.text(
        "config", "FILE", "make the proxies of this file (JSON)"
    ).alsoWithOneDash
    fileprivate static let serverSeed = VerbOption.text(
        "seed", "N", "draw all chances from this number", standard: "0"
    ).alsoWithOneDash
    fileprivate static let strictToxiproxy = VerbOption.flag(
        "strict-toxiproxy", "also what Toxiproxy does wrong, where a client could depend on it")
}
