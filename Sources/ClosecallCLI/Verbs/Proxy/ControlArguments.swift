internal import Closecall
internal import Control
internal import Observer

/// Whether a running proxy can be broken through an API, and where.
struct ControlArguments: Sendable {
    private let place: ControlPlace?
    private let name: String

    static let options: [VerbOption] = [.control, .controlToken, .controlName]

    init(_ arguments: ParsedArguments) throws(CommandFailure) {
        let place = try arguments.decoded(.control) { text throws(CommandFailure) in
            try ListenPlace(parsing: text)
        }
        if place == nil, let option = [VerbOption.controlToken, .controlName].first(where: arguments.has) {
            throw CommandFailure(
                "option \"\(option.typed)\" is for the control API: say where with \"\(VerbOption.control.usage)\""
            )
        }
        name = arguments.value(.controlName) ?? Self.standardName
        if name.isEmpty {
            throw CommandFailure("option \"\(VerbOption.controlName.typed)\" is empty, write a name")
        }
        self.place = place.map { ControlPlace($0, token: arguments.value(.controlToken)) }
    }

    private static let standardName = "default"

    /// The API over a proxy that is still to be made; nil if none is asked for.
    func plan() -> PlannedControl? { place.map { PlannedControl(place: $0, name: name) } }
}

/// An API before it can be reached.
struct PlannedControl: Sendable {
    private let place: ControlPlace
    private let name: String
    private let toxiproxy = Toxiproxy()

    init(place: ControlPlace, name: String) {
        self.place = place
        self.name = name
    }

    /// The options of a proxy whose sessions are to be seen there.
    func watched(_ options: ProxyOptions) -> ProxyOptions { toxiproxy.watched(options, named: name) }

    /// Lets clients in, to a proxy that runs.
    func serve(
        _ proxy: ChaosProxy, _ options: ProxyOptions, in language: Language,
        ended: @escaping @Sendable (SessionReport) -> Void
    ) async throws(CommandFailure) -> RunningControl {
        await toxiproxy.adopt(proxy, named: name, options: options, ended: ended)
        let native = NativeAPI(over: toxiproxy, version: ClosecallCommand.version, language: language)
        return RunningControl(
            server: try await place.listen(toxiproxy.routes + native.routes), toxiproxy: toxiproxy)
    }
}

/// An API that somebody may use.
struct RunningControl: Sendable {
    private let server: ControlServer
    private let toxiproxy: Toxiproxy

    init(server: ControlServer, toxiproxy: Toxiproxy) {
        self.server = server
        self.toxiproxy = toxiproxy
    }

    var url: String { server.url }

    /// Nobody can ask for anything any more.
    func stop() async { await server.stop() }

    /// Ends what was made through it.
    func stopProxies() async { await toxiproxy.stop() }
}

extension VerbOption {
    fileprivate static let control = VerbOption.text(
        "control", "HOST:PORT",
        "serve an HTTP API there, Toxiproxy's and our own, to break this proxy while it runs")
    fileprivate static let controlName = VerbOption.text(
        "name", "NAME", "what the proxy is called in that API", standard: "default")
}
