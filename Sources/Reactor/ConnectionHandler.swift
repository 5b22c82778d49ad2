internal import CLinux

/// Who a connection belongs to. All calls come on the loop's thread; each may call the connection back, even to
/// close it.
///
/// The order of calls: any number of `received` and `drained`; at most one `endAnnounced` and one `brokenOff`; at
/// most one `peerFinished`; at most one `failed`; last and once `closed`.
public protocol ConnectionHandler: AnyObject {
    /// The peer's end, a FIN or a reset, is in the kernel already, and is read in a moment: what `received` brings
    /// until `peerFinished` or `failed` belongs together with it. Who passes the bytes on can cork until then, so
    /// that bytes and end leave together. Called at most once, before the bytes are read.
    func endAnnounced()

    /// Bytes came. They stand in the loop's read buffer, which is used again afterwards: copy what must stay.
    /// They may be changed in place. What is written in here leaves in one piece afterwards.
    func received(_ bytes: inout MutableSpan<UInt8>)

    /// So many bytes have gone on by `passThrough`: all before anything that is received after this call.
    func passedThrough(_ count: Int)

    /// The peer will send no more. It may still read: answer, then `finish()` or `close()`.
    func peerFinished(_ end: PeerEnd)

    /// The connection broke, and what was not sent yet is lost. `closed` follows.
    func failed(_ failure: ConnectionFailure)

    /// The peer has broken off while reading is paused. What it sent before is still there to be read, and `failed`
    /// comes behind it; who waits for somebody else before it reads on may prefer to close. Called at most once.
    func brokenOff()

    /// The write queue was above the low-water mark and has come down to it.
    func drained()

    /// Nothing will be called any more, and the descriptor is closed.
    func closed()
}

extension ConnectionHandler {
    /// Who passes nothing on need not care.
    public func endAnnounced() {}

    /// Who lets nothing pass need not care.
    public func passedThrough(_ count: Int) {}

    /// Handlers that never pause hear of it by reading.
    public func brokenOff() {}

    /// Handlers that never write much need not care.
    public func drained() {}
}

/// How the peer's half ended.
public enum PeerEnd: Hashable, Sendable {
    /// Orderly: a FIN, or under TLS a close_notify.
    case finished
    /// Under TLS a FIN without a close_notify: anybody on the way could have cut it off there.
    case truncated
}

/// Why a connection broke.
public enum ConnectionFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The network or the peer, such as a reset.
    case system(SystemError)
    /// TLS refused: the certificate, the handshake, or garbage on the way.
    case tls(TLSError)

    /// Whether the peer sent a reset.
    public var isReset: Bool {
        if case .system(let error) = self { return error.code == ECONNRESET || error.code == EPIPE }
        return false
    }

    /// One line about what happened.
    public var description: String {
        switch self {
        case .system(let error): error.description
        case .tls(let error): error.description
        }
    }
}
