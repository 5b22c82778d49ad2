/// Why a live campaign cannot be run, or cannot go on.
public enum LiveProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The host has an address that is not this machine's. Nothing was sent.
    case notLoopback(host: String, address: String)
    /// The peer does not do what it must before it can be tested.
    case unusable(String)
    /// Something of ours is missing: a file, a descriptor, a command.
    case impossible(String)

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .notLoopback(let host, let address):
            "\(host) is \(address), which is not this machine: nothing was sent; if the host is yours to break, "
                + "add --i-own-this-host"
        case .unusable(let words), .impossible(let words): words
        }
    }
}
