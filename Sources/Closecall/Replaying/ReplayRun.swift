public import Reactor
public import WebSocketWire

/// Says again what a client said in a trace, to a server, and notes what comes back.
public enum ReplayRun {
    /// Where to, and how.
    public struct Options: Sendable {
        /// The server. Its path is asked for in place of the recorded one, if it has one.
        public var url: WebSocketURL
        /// Whether nothing waits for its time: only for the answer that it followed in the trace.
        public var isFast = false
        /// Whether the request names the recorded host, not the server's.
        public var keepsHost = false
        /// Waits for what came in the trace are given up so long after their time.
        public var patience = Duration.seconds(5)
        /// How a `wss:` server is trusted.
        public var tls: TLSContext?

        /// With the trace's timing.
        public init(to url: WebSocketURL) { self.url = url }
    }

    /// What came of it.
    public struct Result: Hashable, Sendable {
        /// What came back.
        public let outcome: ReplayOutcome
        /// Messages and other frames' bytes that were sent behind the handshake.
        public let bytesSent: UInt64
        /// Whether frames were sent without the compression that they had, for the server agreed on another one.
        public let isDecompressed: Bool
        /// What the client did in the trace and not here: the server had ended before.
        public let unsentSteps: Int
        /// How long it took.
        public let duration: Duration
    }

    /// Replays a session.
    public static func play(
        _ script: ReplayScript, _ options: Options
    ) async throws(ReplayFailure) -> Result {
        let loop: EventLoop
        do throws(SystemError) { loop = try EventLoop.start(name: "replay") } catch {
            throw .unreachable("\(error)")
        }
        let endpoint: Endpoint
        do throws(EndpointError) {
            endpoint = try Endpoint(host: options.url.connectHost, port: options.url.port)
        } catch {
            throw .unreachable("\(error)")
        }
        let result = await withCheckedContinuation { continuation in
            loop.submit {
                ReplayClient.connect(to: endpoint, script, options, on: loop) {
                    continuation.resume(returning: $0)
                }
            }
        }
        loop.stop()
        return try result.get()
    }
}
