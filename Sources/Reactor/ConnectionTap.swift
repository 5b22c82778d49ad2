/// Sees what crosses a connection, for who records it. All calls come on the loop's thread, and none may call the
/// connection back.
///
/// A tap costs the kernel's short way for large payloads: with one, nothing passes through unseen.
public protocol ConnectionTap: AnyObject {
    /// Whether it sees the plain bytes of a TLS connection, and not the records that are on the wire.
    var seesPlain: Bool { get }

    /// The kernel gave us these. Called before their handler hears of them; under TLS when they are decrypted, so that
    /// the secrets they are encrypted with are in the key log before.
    func received(_ bytes: Span<UInt8>)

    /// The kernel took these from us.
    func sent(_ bytes: Span<UInt8>)

    /// The peer's FIN came; to who sees plain bytes, its close_notify or the FIN in its place.
    func peerFinished()

    /// The peer's RST came, or the kernel says that there was one.
    func peerReset()

    /// Our FIN went.
    func finished()

    /// Our RST went.
    func reset()

    /// The network gave up, without a word on the wire.
    func lost()

    /// The descriptor is closed. What this sends depends on what was sent before: a FIN if there was none, or an RST
    /// if the kernel held bytes of the peer's that nobody had read. Called once, last.
    func closed(withUnread: Bool)
}

extension Connection {
    /// The tap, where it is to see what stands on the wire.
    var wireTap: (any ConnectionTap)? {
        guard let tap, !isSecure || !tap.seesPlain else { return nil }
        return tap
    }

    /// The tap, where it is to see what stands behind TLS.
    var plainTap: (any ConnectionTap)? {
        guard let tap, isSecure, tap.seesPlain else { return nil }
        return tap
    }

    /// Tells of a failure that ends the connection, as far as the wire has anything to do with it.
    func tapFailure(_ failure: ConnectionFailure) {
        guard let tap else { return }
        switch failure {
        case .system where failure.isReset: tap.peerReset()
        case .system: tap.lost()
        // We close it, politely or not.
        case .tls: break
        }
    }

    /// Tells of the end, and of what the peer did before and nobody has read.
    func tapClosing() {
        guard let tap else { return }
        if isBreakThere { tap.peerReset() }
        if isEndThere, wireTap != nil { tap.peerFinished() }
        tap.closed(withUnread: Syscalls.hasUnread(descriptor.number))
    }
}
