internal import Faults

/// A phase as it is read.
struct PhaseDraft {
    var name: String?
    var at = Duration.zero
    var lasts: Duration?
    var every: Duration?
    var link: LinkPair?
}

enum PhaseKeys {
    static let table = KeyTable<PhaseDraft>(
        "a phase",
        [
            Key("name", String.self, "what rules call it: when: { phase: tunnel }") { $1.name = $0 },
            Key("at", \.at, "when it begins, counted from the session's beginning"),
            Key("for", Duration.self, "how long it is; to the end, if left out") { $1.lasts = $0 },
            Key("every", Duration.self, "how long after its beginning it begins again; once, if left out") {
                $1.every = $0
            },
            Key("link", LinkPair.form, "the network while it lasts, in place of the scenario's") {
                entry, phase, reading in
                phase.link = LinkPair(entry.value, &reading.problems)
            },
        ])
}

extension Phase {
    /// Reads a phase, the `number`-th of its file.
    init(_ value: Value, number: Int, _ reading: inout Reading) {
        var draft = PhaseDraft()
        let places = PhaseKeys.table.read(value, into: &draft, &reading)
        if let every = draft.every, let place = places["every"] {
            if let lasts = draft.lasts {
                if every < lasts {
                    reading.refuse(place, "expected \"every\" to be as long as \"for\" at least, found less")
                }
            } else {
                reading.refuse(place, "a phase that comes again needs \"for\": how long it is each time")
            }
            if every <= .zero { reading.refuse(place, "expected \"every\" to be longer than nothing") }
        }
        self.init(
            draft.name ?? "phase \(number)", at: draft.at, for: draft.lasts, every: draft.every,
            link: draft.link, place: value.place)
    }
}
