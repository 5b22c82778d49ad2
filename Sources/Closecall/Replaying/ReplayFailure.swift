public import Trace

/// Why a session cannot be replayed, or was not.
public enum ReplayFailure: Error, Hashable, Sendable {
    /// The file is none that can be read.
    case trace(TraceProblem)
    /// It has no sessions, only so many encrypted connections.
    case noSessions(encrypted: Int)
    /// It has no session of that number, only so many.
    case noSuchSession(Int, of: Int)
    /// It has several, and none was named.
    case whichSession(of: Int)
    /// The session has no request.
    case noRequest
    /// So many bytes that the client sent are not in the trace.
    case missing(Int, packet: UInt64)
    /// The session is longer than memory is worth.
    case tooLong
    /// There is no way to the server: why, in words.
    case unreachable(String)
}

extension ReplayFailure: CustomStringConvertible {
    /// One line about it.
    public var description: String {
        switch self {
        case .trace(let problem): "\(problem)"
        case .noSessions(let encrypted):
            encrypted == 0
                ? "there is no WebSocket session in it"
                : "there is no WebSocket session in it that can be read, only encrypted connections (\(encrypted)); a "
                    + "proxy's trace made with --trace-plain has what they carried"
        case .noSuchSession(let number, let count):
            "there is no session \(number), only \(count == 1 ? "session 1" : "sessions 1 to \(count)")"
        case .whichSession(let count):
            "it has \(count) sessions: say which with --session N (closecall inspect lists them)"
        case .noRequest: "the session's request is not in it"
        case .missing(let count, let packet):
            "\(count) bytes that the client sent are not in it (before packet \(packet)): a replay would be another "
                + "conversation"
        case .tooLong: "the session is longer than 1 GiB"
        case .unreachable(let reason): reason
        }
    }
}
