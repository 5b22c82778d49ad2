/// Something in the answer to a request for a WebSocket that some clients do not put up with.
public enum HandshakeFlaw: Hashable, Sendable {
    /// It does not begin like an answer of HTTP/1.
    case notHTTP
    /// HTTP/1.0.
    case http10
    /// Lines that end with LF alone.
    case bareLF
    /// Any status but 101.
    case status(Int)
    /// An answer with a 1xx status came before: 100, 102, 103.
    case interim(Int)
    /// No `Upgrade`.
    case noUpgrade
    /// An `Upgrade` to something else.
    case otherUpgrade(String)
    /// No `Connection`.
    case noConnection
    /// A `Connection` that does not name the upgrade.
    case otherConnection(String)
    /// A `Connection` that names more than the upgrade.
    case connectionList(String)
    /// No `Sec-WebSocket-Accept`.
    case noAccept
    /// A `Sec-WebSocket-Accept` that does not answer the key.
    case wrongAccept(String)
    /// More than one `Sec-WebSocket-Accept`.
    case severalAccepts
    /// A subprotocol, where none was offered.
    case subprotocolUnasked(String)
    /// A subprotocol that is not among those offered.
    case subprotocolOther(String)
    /// More than one subprotocol.
    case subprotocolSeveral(String)
    /// No subprotocol, though some were offered.
    case subprotocolMissing
    /// An extension that was not offered.
    case extensionUnasked(String)
    /// permessage-deflate more than once.
    case deflateTwice
    /// permessage-deflate with parameters that fit no offer; what is wrong with them.
    case deflateParameter(name: String, problem: DeflateProblem)
    /// A head of so many bytes, more than 16 KiB.
    case long(bytes: Int)

    /// What can be wrong with a parameter of permessage-deflate.
    public enum DeflateProblem: Hashable, Sendable {
        /// Nobody knows it.
        case unknown
        /// It is there twice.
        case twice
        /// Its value makes no sense.
        case badValue
        /// It was not offered, or does not fit the offer.
        case misfit
    }
}
