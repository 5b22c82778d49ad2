internal import Faults
public import Observer
public import Reactor
internal import Scenarios
internal import WebSocketWire

/// Writes entries as a journal's lines: one JSON object each, with `event` and `time`. Names are stable: fields may
/// come, none goes. `JournalSchema` has them all.
///
/// Two runs of a scenario are the same run when their journals are equal but for `time`, `age`, `duration`, `session`
/// and the addresses, sorted by `key` and `ordinal`.
public struct JournalScribe: Sendable {
    /// What is told, and in which words.
    public struct Style: Sendable {
        /// Whether nothing of what was said may be written: no payload, no reason, no query.
        public var isRedacted = false
        /// A session's ending in one sentence.
        public var story: @Sendable (Ending) -> String

        /// Everything is told.
        public init(isRedacted: Bool = false, story: @escaping @Sendable (Ending) -> String) {
            self.isRedacted = isRedacted
            self.story = story
        }
    }

    /// The form of journals that is written here.
    public static let version = 1

    let style: Style
    private var clock: WallClock
    private var json = JSONWriter()

    /// A scribe with a clock.
    public init(_ style: Style, clock: WallClock = WallClock()) {
        self.style = style
        self.clock = clock
    }

    /// A line with its end.
    public mutating func line(_ entry: JournalEntry) -> [UInt8] {
        switch entry {
        case .scenario(let scenario, let moment):
            line("scenario", moment) { json in json.scenario(scenario) }
        case .armed(let armament, let moment):
            line("armed", moment) { json in json.armament(armament) }
        case .disarmed(let name, let moment):
            line("disarmed", moment) { json in json.field("name", name) }
        case .opened(let session, let client, let moment):
            line("session.open", moment) { json in
                json.field("session", session)
                json.field("clientAddress", "\(client)")
            }
        case .frame(let session, let direction, let side, let glimpse, let age, let moment):
            line("frame", moment) { [style] json in
                json.field("session", session)
                json.field("age", age.seconds)
                json.frame(glimpse, direction, side, style)
            }
        case .fired(let session, let key, let ordinal, let firing, let age, let moment):
            line("fault", moment) { [style] json in
                json.field("session", session)
                json.field("age", age.seconds)
                json.field("key", style.shown(key: key))
                json.field("ordinal", ordinal)
                json.firing(firing)
            }
        case .ended(let report, let moment):
            line("session.end", moment) { [style] json in json.end(of: report, style) }
        }
    }

    /// The first line of a file.
    public mutating func start(_ head: JournalHead, part: Int, at moment: MonotonicTime = .current) -> [UInt8]
    {
        line("journal.start", Moment(microseconds: moment.microseconds)) { [style] json in
            json.field("version", Self.version)
            json.field("closecall", head.closecall)
            json.field("command", head.command)
            json.field("part", part)
            json.field("redacted", style.isRedacted)
            // As a text: JSON readers keep no more than 53 bits of a number.
            json.field("seed", head.scenario.map { "\($0.seed)" })
            json.optional("scenario", head.scenario) { json, scenario in
                json.field("name", scenario.name)
                json.field("source", scenario.source)
                json.field("digest", scenario.digest)
            }
        }
    }

    /// So many entries are not in the file, from here on back to the line before.
    public mutating func missed(_ count: Int, at moment: MonotonicTime = .current) -> [UInt8] {
        line("journal.missed", Moment(microseconds: moment.microseconds)) { $0.field("count", count) }
    }

    private mutating func line(
        _ event: String, _ moment: Moment, _ members: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        let time = clock.text(at: MonotonicTime(microseconds: moment.microseconds))
        json.removeAll()
        json.object { json in
            json.field("event", event)
            json.field("time", time)
            members(&json)
        }
        json.endLine()
        return json.bytes
    }
}

/// What a journal's first line says of the run.
public struct JournalHead: Hashable, Sendable {
    /// The program's version.
    public var closecall: String
    /// The command line.
    public var command: [String]
    /// What is played; nil for nothing.
    public var scenario: JournalScenario?

    /// A run.
    public init(closecall: String, command: [String], scenario: JournalScenario? = nil) {
        self.closecall = closecall
        self.command = command
        self.scenario = scenario
    }
}

extension JournalScribe.Style {
    /// What a session is called: most often its target, whose query may be somebody's token.
    func shown(key: String) -> String {
        guard isRedacted else { return key }
        return key.hasPrefix("/") ? Ending.redact(target: key) : Ending.cover
    }
}

extension JSONWriter {
    /// `"name":{…}`, or null.
    mutating func optional<Value>(
        _ name: String, _ value: Value?, _ members: (inout JSONWriter, Value) -> Void
    ) {
        guard let value else { return field(name, String?.none) }
        object(name) { members(&$0, value) }
    }

    /// One field for each direction.
    mutating func bothWays(_ name: String, toServer: some BinaryInteger, toClient: some BinaryInteger) {
        object(name) { json in
            json.field("toServer", toServer)
            json.field("toClient", toClient)
        }
    }

    fileprivate mutating func scenario(_ scenario: JournalScenario?) {
        field("name", scenario?.name)
        field("seed", scenario.map { "\($0.seed)" })
        field("source", scenario?.source)
        field("digest", scenario?.digest)
    }

    fileprivate mutating func armament(_ armament: Armament) {
        field("name", armament.name)
        field("rules", armament.rules.map(\.name))
        field("faults", armament.rules.flatMap { $0.faults.map { type(of: $0).word } })
        field("toxicity", armament.toxicity)
    }

    fileprivate mutating func firing(_ firing: RuleFiring) {
        field("direction", "\(firing.direction)")
        field("at", "\(firing.occasion)")
        field("rule", firing.rule)
        field("identity", firing.identity)
        field("faults", firing.faults)
        field("dice", String(firing.dice, radix: 16))
    }

    /// A frame as a line or a part of one has it.
    mutating func frame(
        _ glimpse: FrameGlimpse, _ direction: Direction, _ side: FrameSide, _ style: JournalScribe.Style
    ) {
        let header = glimpse.header
        field("direction", "\(direction)")
        field("side", side.rawValue)
        field("number", glimpse.number)
        field("offset", glimpse.offset)
        field("opcode", header.opcode.identifier)
        field("fin", header.isFinal)
        field("rsv", header.reservedBits)
        field("masked", header.isMasked)
        field("length", header.payloadLength)
        field("came", glimpse.came)
        if !style.isRedacted { field("firstBytes", glimpse.firstBytes.hex) }
    }
}
