public import Observer
public import Reactor
public import Relay

/// How a proxy relays.
public struct ProxyOptions: Sendable {
    /// Where sessions go on to.
    public var upstream: Upstream
    /// Loops, each with a thread of its own.
    public var threads = 1
    /// The certificate, or the authority, to speak TLS with clients; nil for plain TCP.
    public var tls: TLSContext?
    /// How the upstream of a `wss:` is trusted.
    public var upstreamTLS: TLSContext?
    /// What is changed, and how long things may take.
    public var relay = RelayOptions()
    /// The header of the PROXY protocol that tells the upstream who the client is.
    public var proxyProtocol: ProxyProtocol?
    /// An HTTP proxy to reach the upstream through, by CONNECT.
    public var via: Endpoint?
    /// How long connecting upstream may take.
    public var connecting = ConnectLimits()
    /// What is broken on purpose; nil for nothing.
    public var scenario: ScenarioSetup?
    /// Takes what happens as a journal has it, on the sessions' threads.
    public var journal: (@Sendable (JournalEntry) -> Void)?
    /// Whether the journal gets every frame.
    public var keepsFrames = false
    /// Takes what goes over the wire.
    public var trace: TraceRecorder?
    /// Of the sentences that its packets are told.
    public var traceLanguage = Language.english
    /// Whose verdicts clients' are taken for; nil for what each says of itself in its handshake.
    public var clientProfile: EndpointProfile.Name?
    /// Whose verdicts servers' are taken for.
    public var serverProfile = EndpointProfile.Name.rfc6455
    /// At most so many sessions at once; further clients wait to be accepted.
    public var maxSessions: Int?
    /// Of so many sessions that ended the reports are kept, for who asks later.
    public var keptReports = 1000

    /// Relays to `upstream` as it stands.
    public init(upstream: Upstream) {
        self.upstream = upstream
        relay.server = "\(upstream)"
        relay.expectsHTTP = upstream.kind != .tcp
    }
}
