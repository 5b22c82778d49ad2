internal import Closecall
internal import Observer

/// A proxy as Toxiproxy has it: with a name, running or not.
struct ToxiproxyProxy: Sendable {
    let name: String
    /// As given, and as resolved once it has run.
    var listen: String
    var upstream: String
    /// Nil as long as it is disabled.
    var target: (any ToxicTarget)?
    /// In the order in which they were added.
    var toxics: [Toxic] = []
    /// Scenarios that are at work in it, in the order in which they were armed.
    var armed: [ArmedScenario] = []
    /// Of one that was not made here.
    var template: ProxyTemplate?

    var isEnabled: Bool { target != nil }

    /// As clients see it. `Logger` is a field of Toxiproxy's that nobody meant to show, and everybody gets.
    var json: JSONValue {
        .object([
            JSONValue.Member("name", .text(name)), JSONValue.Member("listen", .text(listen)),
            JSONValue.Member("upstream", .text(upstream)), JSONValue.Member("enabled", .flag(isEnabled)),
            JSONValue.Member("Logger", .object([])), JSONValue.Member("toxics", toxicsJSON),
        ])
    }

    /// First those of the way to the server.
    var toxicsJSON: JSONValue {
        .array(
            (toxics.filter { $0.direction == .toServer } + toxics.filter { $0.direction == .toClient })
                .map(\.json))
    }
}
