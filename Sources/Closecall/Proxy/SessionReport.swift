public import Observer
public import Reactor
public import Relay

/// A session as it stands, or as it ended.
public struct SessionReport: Sendable {
    /// Sessions are numbered from 1 as they are accepted.
    public let number: Int
    /// The client's address.
    public let client: SocketAddress
    /// The server's address, if one was reached.
    public let server: SocketAddress?
    /// What happened.
    public let record: SessionRecord
    /// What went from client to server.
    public let toServer: Lane
    /// What went from server to client.
    public let toClient: Lane
    /// How long it lived, or has lived.
    public let age: Duration
    /// Bytes read that wait to be sent to the client.
    public let waitingForClient: Int
    /// Bytes read that wait to be sent to the server.
    public let waitingForServer: Int
    /// How it ended, or stands: who saw what, why, and whose doing it was.
    public let ending: Ending
    /// Bytes read that rules hold back, or that wait for their time.
    public var heldBack = 0
}

/// What a proxy has done so far.
public struct ProxyTotals: Hashable, Sendable {
    /// Sessions that were accepted.
    public var sessions = 0
    /// Sessions that have not ended.
    public var open = 0
    /// Sessions that became a WebSocket.
    public var webSockets = 0
    /// Sessions whose upstream could not be reached.
    public var unreachable = 0
    /// Bytes to the server, of sessions that have ended.
    public var bytesToServer: UInt64 = 0
    /// Bytes to the client, of sessions that have ended.
    public var bytesToClient: UInt64 = 0
    /// Frames to the server, of sessions that have ended.
    public var framesToServer: UInt64 = 0
    /// Frames to the client, of sessions that have ended.
    public var framesToClient: UInt64 = 0

    /// Nothing yet.
    public init() {}

    mutating func end(_ report: SessionReport) {
        open -= 1
        if report.record.upgradedAt != nil { webSockets += 1 }
        if report.record.unreachableReason != nil { unreachable += 1 }
        bytesToServer &+= report.toServer.bytes
        bytesToClient &+= report.toClient.bytes
        framesToServer &+= report.toServer.frames
        framesToClient &+= report.toClient.frames
    }

    static func + (left: ProxyTotals, right: ProxyTotals) -> ProxyTotals {
        var sum = left
        sum.sessions += right.sessions
        sum.open += right.open
        sum.webSockets += right.webSockets
        sum.unreachable += right.unreachable
        sum.bytesToServer &+= right.bytesToServer
        sum.bytesToClient &+= right.bytesToClient
        sum.framesToServer &+= right.framesToServer
        sum.framesToClient &+= right.framesToClient
        return sum
    }
}
