/// One way of using a relay that is measured.
struct Scenario {
    let name: String
    var title: String
    var work: LoadPlan.Work
    /// A message's payload in bytes.
    let size: Int
    /// How long it is done, in a round that is measured.
    var seconds = 0.7
    /// What is asked of a relay here, where that is not what is asked of all work of its kind.
    var onlyBars: [Bar]?

    static let all: [Scenario] = [
        Scenario(
            name: "ping-pong-16", title: "ping-pong: one connection, 16 bytes",
            work: .echo(connections: 1, inFlight: 1), size: 16),
        Scenario(
            name: "ping-pong-125", title: "ping-pong: one connection, 125 bytes",
            work: .echo(connections: 1, inFlight: 1), size: 125),
        Scenario(
            name: "many-small", title: "many: 64 connections, 16 messages in flight on each, 125 bytes",
            work: .echo(connections: 64, inFlight: 16), size: 125),
        Scenario(
            name: "bulk-64k", title: "bulk: 4 connections, 4 messages in flight on each, 64 KiB",
            work: .echo(connections: 4, inFlight: 4), size: 64 << 10),
        Scenario(
            name: "bulk-1m", title: "bulk: 4 connections, 1 message in flight on each, 1 MiB",
            work: .echo(connections: 4, inFlight: 1), size: 1 << 20),
        Scenario(
            name: "sessions", title: "short sessions, 32 at a time: handshake, one echo, clean close",
            work: .sessions(atOnce: 32), size: 125),
        Scenario(
            name: "idle", title: "idle sessions, each after one echo", work: .idle(sessions: 10_000),
            size: 125, seconds: 3),
    ]

    static func named(_ name: String) throws(Failure) -> Scenario {
        guard let scenario = all.first(where: { $0.name == name }) else {
            throw .unable("no scenario \(name): there are \(all.map(\.name).joined(separator: ", "))")
        }
        return scenario
    }

    func plan(target: Address, seed: UInt64) -> LoadPlan {
        LoadPlan(target: target, work: work, size: size, seed: seed)
    }
}
