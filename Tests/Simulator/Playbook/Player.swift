internal import Observer
internal import WebSocketWire

/// The client or the server of a playbook.
public struct Player {
    private let leg: Leg
    private let stage: Stage

    init(_ leg: Leg, on stage: Stage) {
        self.leg = leg
        self.stage = stage
    }

    /// Sends these in one segment, an end with them.
    public func sends(_ pieces: Piece..., end: PlayedEnd? = nil) {
        let role: EndpointRole = leg == .client ? .client : .server
        stage.send(pieces.flatMap { $0.bytes(role) }, end, from: leg)
    }

    /// Got these in one segment, and an end with them, and as the next.
    public func receives(_ pieces: Piece..., end: PlayedEnd? = nil, line: UInt = #line) {
        let role: EndpointRole = leg == .client ? .server : .client
        stage.expect(pieces.flatMap { $0.bytes(role) }, end, at: leg, line)
    }

    /// Got nothing more.
    public func receivesNothing(line: UInt = #line) { stage.expectNothing(at: leg, line) }

    /// Got a response of the relay's own, with these words in its body, and its end with it.
    public func receivesAnswer(_ status: Int, _ words: String, line: UInt = #line) {
        stage.expectAnswer(status, words, at: leg, line)
    }

    /// Got so many bytes in all since it was asked last, in whatever pieces.
    public func receives(bytes count: Int, line: UInt = #line) { stage.expect(count: count, at: leg, line) }

    /// Reads no more, so that the relay's bytes pile up.
    public func stopsReading() { stage.setReading(false, at: leg) }

    /// Reads on.
    public func readsOn() { stage.setReading(true, at: leg) }

    /// The server can be reached.
    public func accepts() { stage.happens(.connected) }

    /// There is no way to the server: "nobody there".
    public func isUnreachable(isTimeout: Bool = false) { stage.happens(.unreachable(isTimeout: isTimeout)) }
}
