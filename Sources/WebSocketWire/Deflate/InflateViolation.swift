/// Why a compressed message could not be inflated. The inflater is of no use afterwards.
public enum InflateViolation: Error, Hashable, Sendable {
    /// The bytes are no DEFLATE data, or refer back further than there is anything (RFC 1951 §3.2). `offset` is how
    /// many compressed bytes of the message had been read by then.
    case damaged(offset: Int)
    /// The message, of `length` compressed bytes, ends in the middle of a DEFLATE block (RFC 7692 §7.2.2).
    case truncated(length: Int)
    /// Inflated, the message is larger than the limit.
    case tooBig(limit: Int)
    /// Not the peer's fault: there was no memory for the window.
    case outOfMemory

    /// The close code to fail the connection with.
    ///
    /// RFC 7692 names none for bad data. It is 1002 here: the sender broke the extension's format, while 1007 is
    /// about the type of the message (RFC 6455 §7.4.1). Chromium and Python's websockets send 1002 too.
    public var closeCode: UInt16 {
        switch self {
        case .damaged, .truncated: 1002
        case .tooBig: 1009
        case .outOfMemory: 1011
        }
    }
}

extension InflateViolation: CustomStringConvertible {
    /// What is wrong, where, and what was expected.
    public var description: String {
        switch self {
        case .damaged(let offset):
            "compressed message is damaged at byte \(offset): not valid DEFLATE data (RFC 7692 §7.2.2)"
        case .truncated(let length):
            "compressed message of \(length) bytes ends inside a DEFLATE block (RFC 7692 §7.2.2)"
        case .tooBig(let limit):
            "compressed message inflates to more than the limit of \(limit) bytes"
        case .outOfMemory:
            "no memory to inflate a compressed message"
        }
    }
}
