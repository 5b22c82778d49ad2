/// Why there is no capture, or no more of it.
public enum CaptureProblem: Error, Hashable, Sendable {
    /// This process may not capture.
    case notPermitted(interface: String)
    /// No interface has that name; these are there.
    case noSuchInterface(String, there: [String])
    /// The interface is switched off.
    case notUp(interface: String)
    /// The filter is none in tcpdump's language, or makes no sense here: in libpcap's words.
    case badFilter(String, reason: String)
    /// Anything else, in libpcap's words.
    case failed(interface: String, reason: String)
}

extension CaptureProblem: CustomStringConvertible {
    /// One line: what is wrong, and what to do about it.
    public var description: String {
        switch self {
        case .notPermitted(let interface):
            "capturing on \(interface) needs the privilege CAP_NET_RAW: run \"\(Self.grant)\" once, or \"sudo closecall "
                + "capture …\"; \"closecall proxy --trace FILE\" needs none"
        case .noSuchInterface(let name, let there):
            "there is no interface \"\(name)\", only \(there.joined(separator: ", "))"
        case .notUp(let interface):
            "the interface \(interface) is switched off: \"sudo ip link set \(interface) up\" switches it on"
        case .badFilter(let text, let reason):
            "the filter \"\(text)\" is refused: \(reason); write it as for tcpdump (man pcap-filter), such as \"tcp port "
                + "9000 and host 10.0.0.7\""
        case .failed(let interface, let reason):
            "capturing on \(interface) failed: \(reason)"
        }
    }

    private static let grant = "sudo setcap cap_net_raw+ep $(command -v closecall)"
}
