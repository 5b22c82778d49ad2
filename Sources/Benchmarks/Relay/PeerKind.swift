/// What may stand between the load and the echo server.
enum PeerKind: String, CaseIterable {
    /// Nothing.
    case direct
    case haproxy
    case nginx
    /// Another build of ours, to see what a change does.
    case before
    case closecall

    /// Those that ours is compared with: blind relays of bytes, one worker each.
    static let rivals: [PeerKind] = [.haproxy, .nginx]
}

/// A relay that runs, or none (`direct`).
struct Peer {
    let kind: PeerKind
    let address: Address
    let process: ChildProcess?

    /// What its process has used; nil where there is none.
    var usage: ProcessUsage? { process.map { ProcessUsage(pid: $0.pid) } }
}
