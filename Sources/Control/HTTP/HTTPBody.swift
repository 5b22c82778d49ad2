/// What follows a response's head.
public enum HTTPBody: Sendable {
    /// All of it.
    case bytes([UInt8])
    /// What is made while it is read.
    case stream(HTTPStream)
}

/// A body that is made piece by piece, and ends with the connection: nobody knows before how long it is.
public struct HTTPStream: Sendable {
    /// Sent with the head.
    var opening: [UInt8] = []
    /// The next piece; nil when there is none any more. Asked for when the client has nearly taken the one before, so
    /// that a slow one makes nothing grow here; cancelled when the client has gone or the server stops.
    let next: @Sendable () async -> [UInt8]?
    /// What is sent when there was nothing to send for so long: else nobody would notice that the client has gone.
    var pulse: (after: Duration, bytes: [UInt8])?
}
