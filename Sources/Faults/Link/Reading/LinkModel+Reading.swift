internal import Observer

extension LinkModel: ParameterValue {
    /// A preset's name, or a map of keys.
    public static let form = ValueForm(
        "a link", examples: ["apple/3g", "{ rate: 1 Mbit/s, delay: 100ms, loss: 1% }"],
        shape: .either([.choice(LinkPresets.choices), keys.shape]))

    /// The keys of the map.
    public static let keys = ModelKeys<LinkModel>(
        "a link",
        [
            .init("preset", "a link by name, which the other keys change", PresetName.self) { _, _ in },
            .init("rate", "how much goes through in a second", BitRate.self) { $0.capacity = .rate($1) },
            .init(
                "trace", "a recorded link: a Mahimahi packet-delivery file, or its milliseconds in a list",
                TraceValue.self
            ) { $0.capacity = $1.capacity },
            .init("delay", "how long it takes", \.delay.delay),
            .init("jitter", "how far delays stray", \.delay.jitter),
            .init("distribution", "how they stray", \.delay.distribution),
            .init("correlation", "how much a delay is like the one before", Share.self) {
                $0.delay.correlation = $1.fraction
            },
            .init("loss", "what is lost: a share or a model", \.loss),
            .init("unit", "what losses are counted in", \.unit),
            .init("queue", "how much may wait at the bottleneck until more is lost", \.queue),
            .init("segment", "the most bytes of a packet", SegmentSize.self) { $0.segment = $1.bytes },
            .init("rto", "what TCP waits at least, besides the round trip, until it sends again", \.rto),
            .init(
                "retries", "how many retransmissions may be lost until nothing goes through any more",
                RetryCount.self
            ) {
                $0.retries = $1.count
            },
        ])

    /// Reads a preset's name or a map. Of a preset whose directions differ, it is the one to the client.
    public init(_ value: Value) throws(ValueProblem) {
        var problems: [ValueProblem] = []
        self.init()
        read(value, .toClient, &problems)
        if let first = problems.first { throw first }
    }

    /// Nothing, as it is a map.
    public var written: String? { nil }

    /// Reads a preset's name or a map, and changes what stands there. What is wrong is added, all of it.
    mutating func read(_ value: Value, _ direction: Direction, _ problems: inout [ValueProblem]) {
        guard case .map(let entries) = value.content else {
            guard let preset = LinkPair.preset(value, &problems) else { return }
            return self = preset.link[direction]
        }
        if let name = entries.first(where: { $0.name == "preset" }),
            let preset = LinkPair.preset(name.value, &problems)
        {
            self = preset.link[direction]
        }
        let others = ["preset"]
        Self.keys.read(entries, at: value.place, into: &self, others: others, &problems)
        Self.checkCapacity(entries, &problems)
    }

    /// A rate and a recorded link are two answers to one question.
    static func checkCapacity(_ entries: [Value.Entry], _ problems: inout [ValueProblem]) {
        let both = entries.filter { ["rate", "trace"].contains($0.name) }
        guard both.count == 2 else { return }
        problems.append(
            ValueProblem(
                at: both[1].place,
                "expected \"rate\" or \"trace\", found \"\(both[1].name)\" beside \"\(both[0].name)\""))
    }
}

/// A preset's name, for the table of keys.
struct PresetName: ParameterValue {
    static let form = ValueForm("a preset", examples: ["apple/3g"], shape: .choice(LinkPresets.choices))
    let written: String?

    init(_ value: Value) throws(ValueProblem) {
        written = value.text
    }
}

/// A path, or milliseconds in a list.
struct TraceValue: ParameterValue {
    static let form = ValueForm(
        "a path or a list of milliseconds", examples: ["links/train.down", "[1, 1, 4]"],
        shape: .either([.text(pattern: nil), .list(.integer(0...Int(UInt32.max)))]))
    let capacity: LinkCapacity
    var written: String? { nil }

    init(_ value: Value) throws(ValueProblem) {
        guard case .list(let items) = value.content else {
            guard let path = value.text, !value.isNull, !path.isEmpty else { throw Self.mismatch(value) }
            capacity = .traceFile(path)
            return
        }
        var milliseconds: [Int] = []
        for item in items { milliseconds.append(try Int(item)) }
        do throws(PacketDeliveryProblem) {
            capacity = .trace(try PacketDeliveryTrace(milliseconds: milliseconds))
        } catch {
            // The problem's line is the item.
            let place = items.indices.contains(error.line - 1) ? items[error.line - 1].place : value.place
            throw ValueProblem(at: place, error.message)
        }
    }
}

/// A whole number of bytes that a packet may hold.
struct SegmentSize: ParameterValue {
    static let form = ValueForm("from 1 to 65495 bytes", examples: ["1460"], shape: .integer(1...65_495))
    let bytes: Int
    var written: String? { "\(bytes)" }

    init(_ value: Value) throws(ValueProblem) {
        let count = try ByteCount(value)
        guard 1...65_495 ~= count.bytes else { throw Self.mismatch(value) }
        bytes = count.bytes
    }
}

/// How often something may be tried again.
struct RetryCount: ParameterValue {
    static let form = ValueForm("from 0 to 100", examples: ["15"], shape: .integer(0...100))
    let count: Int
    var written: String? { "\(count)" }

    init(_ value: Value) throws(ValueProblem) {
        let number = try Int(value)
        guard 0...100 ~= number else { throw Self.mismatch(value) }
        count = number
    }
}

extension LinkPresets {
    /// The presets as words that may be chosen.
    public static let choices = all.map { ValueForm.Choice($0.name, $0.about) }
}

extension DelayModel.Distribution: ParameterChoice {
    /// What it means.
    public var summary: String {
        switch self {
        case .uniform: "anything from delay - jitter to delay + jitter"
        case .normal: "the bell curve, jitter being its standard deviation"
        case .pareto: "mostly a little early, seldom up to four jitters late"
        case .paretonormal: "a quarter of normal and three quarters of pareto"
        }
    }
}

extension LossUnit: ParameterChoice {
    /// What it means.
    public var summary: String {
        switch self {
        case .segment: "TCP segments, which are sent again: all comes, but later"
        case .message: "whole messages, which are taken out"
        case .frame: "whole frames, which are taken out"
        }
    }
}
