internal import Faults

/// What stands in `when`, as it is read: what belongs together is put together once the faults are known, too.
struct WhenDraft {
    var direction: DirectionChoice?
    var kinds: OneOrMore<KindWord>?
    var offset: ByteCount?
    var nth: OccasionValue?
    var every: Int?
    var conditions = ConditionDraft()
    var after: Duration?
    var until: Duration?
    var phase: String?
    var session: SessionTest?
    var probability: Share?
    var loss: LossModel?
    var limit: Int?
    /// Where each key stands.
    var places: [String: Place] = [:]
}

enum WhenKeys {
    static let table = KeyTable<WhenDraft>(
        "\"when\"",
        [
            Key("direction", DirectionChoice.self, "which way it goes; as the fault says, if left out") {
                $1.direction = $0
            },
            Key("kind", OneOrMore<KindWord>.self, "what the rule is about; as the fault says, if left out") {
                $1.kinds = $0
            },
            Key("offset", ByteCount.self, "a place in the direction's bytes, counted behind the handshake") {
                $1.offset = $0
            },
            Key("nth", OccasionValue.self, "which of those that all else holds for") { $1.nth = $0 },
            Key("every", \.every, in: 1...Int.max, "every n-th of them"),
        ]
            + ConditionKeys.all.map { $0.lifted(\.conditions) }
            + [
                Key("after", Duration.self, "not before so much of the session has passed") { $1.after = $0 },
                Key("until", Duration.self, "not when so much of the session has passed") { $1.until = $0 },
                phase,
                Key("session", .reference("session", "a map"), "only in these sessions") {
                    entry, when, reading in
                    var session = SessionTest()
                    SessionKeys.table.read(entry.value, into: &session, &reading)
                    when.session = session
                },
                Key("probability", Share.self, "how likely it fires when all else holds") {
                    $1.probability = $0
                },
                Key("loss", LossModel.self, "fires as this model loses packets") { $1.loss = $0 },
                Key("limit", \.limit, in: 1...Int.max, "at most so many times in a session and direction"),
            ])

    private static let phase = Key<WhenDraft>("phase", String.form, "only in this phase") {
        entry, when, reading in
        guard let name = reading.value(String.self, entry.value) else { return }
        when.phase = name
        guard !reading.phases.contains(name) else { return }
        let known =
            reading.phases.isEmpty ? "there are none" : "there are \(reading.phases.joined(separator: ", "))"
        let hint = Suggestion.words(for: name, among: reading.phases) ?? known
        reading.refuse(entry.value.place, "unknown phase \"\(name)\", \(hint)")
    }
}

enum SessionKeys {
    static let table = KeyTable<SessionTest>(
        "\"session\"",
        [
            Key("nth", OccasionValue.self, "which of the sessions with the same key") {
                $1.occasion = $0.occasion
            },
            Key("path", Pattern.self, "a regular expression that the request's target matches") {
                $1.path = $0
            },
            Key(
                "headers", HeaderFields<Pattern?>.self,
                "header fields of the request: a regular expression for each, or nothing if it only has to be there"
            ) {
                $1.headers = $0.fields.map { ($0.name, $0.content) }
            },
            Key("subprotocol", String.self, "the subprotocol that the server chose") { $1.subprotocol = $0 },
            Key("share", Share.self, "so many of the sessions, drawn by lot") { $1.share = $0.fraction },
        ])
}
