internal import Observer
public import Relay

/// Plays a session by hand: what peers send in one go, and what must come out of it in one go.
///
/// ```swift
/// try playbook { client, server, relay in
///     client.sends(.upgrade)
///     server.receives(.upgrade)
///     server.sends(.switchingProtocols, .text("hi"))
///     client.receives(.switchingProtocols, .text("hi"))
/// }
/// ```
///
/// Each `sends` is one segment that the relay reads at once, an `end` with it; each `receives` is the one segment
/// that the relay sent next, with the end that was in it. What nobody has received at the end is a failure, as is
/// whatever no session may do.
///
/// - Parameters:
///   - options: the session's.
///   - window: how many bytes the kernels take for a peer that does not read.
///   - isDialing: whether the way to the server is still looked for; `server` says what comes of it.
///   - body: what happens.
public func playbook(
    _ options: RelayOptions = RelayOptions(), window: Int = Int.max / 2, isDialing: Bool = false,
    _ body: (_ client: Player, _ server: Player, _ relay: RelayPlayer) throws -> Void
) throws {
    let stage = Stage(options, window: window)
    if !isDialing { stage.happens(.connected) }
    try body(Player(.client, on: stage), Player(.server, on: stage), RelayPlayer(stage))
    stage.finish()
    if !stage.complaints.isEmpty {
        throw PlaybookFailure(complaints: stage.complaints, story: stage.world.journal.text)
    }
}

/// How a peer's bytes end in a playbook, and how the relay's do.
public enum PlayedEnd: Hashable, Sendable {
    /// A FIN; under TLS with a close_notify.
    case finish
    /// Under TLS a FIN without one.
    case truncate
    /// A reset.
    case reset
}
