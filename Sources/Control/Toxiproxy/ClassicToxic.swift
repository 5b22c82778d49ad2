internal import Closecall
internal import Faults
internal import Observer
internal import Scenarios

/// One of Toxiproxy's own kinds, by our faults.
struct ClassicToxic: ToxicType {
    /// An attribute, and what Go has it in.
    enum Attribute: Sendable {
        case whole(String)
        case number(String)

        var name: String {
            switch self {
            case .whole(let name), .number(let name): name
            }
        }
    }

    let name: String
    /// The struct's name in messages.
    private let goName: String
    private let attributes: [Attribute]
    private let faults: @Sendable (ToxicAttributes) -> [any Fault]

    init(
        _ name: String, _ goName: String, _ attributes: [Attribute],
        _ faults: @escaping @Sendable (ToxicAttributes) -> [any Fault]
    ) {
        self.name = name
        self.goName = goName
        self.attributes = attributes
        self.faults = faults
    }

    /// Go's zero values.
    var standard: ToxicAttributes {
        ToxicAttributes(members: attributes.map { JSONValue.Member($0.name, .integer(0)) })
    }

    func merge(_ given: JSONValue, into merged: inout ToxicAttributes) throws(ToxiproxyError) {
        var new = merged
        do throws(GoJSONError) {
            var reader = try GoStruct(
                given, goName, type: "struct field ToxicWrapper.attributes of type toxics.\(goName)")
            try reader.forEach { reader, name, value in
                guard let attribute = attributes.first(where: { $0.name == name }) else { return }
                switch attribute {
                case .whole:
                    var whole: Int64 = 0
                    reader.whole("attributes.\(name)", value, into: &whole)
                    new.set(name, .integer(Int128(whole)))
                case .number:
                    var number = 0.0
                    reader.number("attributes.\(name)", value, into: &number, type: "float64")
                    new.set(name, .decimal(number))
                }
            }
        } catch {
            throw ToxiproxyError(error)
        }
        merged = new
    }

    /// At once, and as long as the toxic is there.
    func rules(_ attributes: ToxicAttributes, name: String, _ direction: Direction) -> [Rule] {
        let faults = faults(attributes)
        guard !faults.isEmpty else { return [] }
        var when = When()
        when.directions = [direction]
        return [Rule(name: name, identity: name, when: when, faults: faults)]
    }
}

extension ClassicToxic {
    /// What a fault is after it was told something.
    private static func fault<F: Fault>(_ change: (inout F) -> Void) -> [any Fault] {
        var fault = F()
        change(&fault)
        return [fault]
    }

    static let timeout = "timeout"

    /// All of them.
    static let all: [ClassicToxic] = [
        ClassicToxic("latency", "LatencyToxic", [.whole("latency"), .whole("jitter")]) { given in
            fault { (latency: inout Latency) in
                latency.delay = given.milliseconds("latency")
                latency.jitter = given.milliseconds("jitter")
            }
        },
        // A kilobyte has 1000 bytes here. A rate of 0 holds everything up until it is raised.
        ClassicToxic("bandwidth", "BandwidthToxic", [.whole("rate")]) { given in
            let rate = given.whole("rate")
            guard rate > 0 else { return [Stall()] }
            return fault { (bandwidth: inout Bandwidth) in bandwidth.rate = BitRate(Double(rate) * 8000) }
        },
        ClassicToxic("slow_close", "SlowCloseToxic", [.whole("delay")]) { given in
            fault { (slow: inout SlowClose) in slow.by = given.milliseconds("delay") }
        },
        ClassicToxic(timeout, "TimeoutToxic", [.whole("timeout")]) { given in
            fault { (swallow: inout Swallow) in
                let limit = given.milliseconds("timeout")
                swallow.patience = limit > .zero ? limit : nil
            }
        },
        ClassicToxic("reset_peer", "ResetToxic", [.whole("timeout")]) { given in
            fault { (reset: inout ResetPeer) in reset.after = given.milliseconds("timeout") }
        },
        // Pieces of no length are what Toxiproxy makes of an average of 0; we make none.
        ClassicToxic(
            "slicer", "SlicerToxic", [.whole("average_size"), .whole("size_variation"), .whole("delay")]
        ) { given in
            let size = given.whole("average_size")
            guard size > 0 else { return [] }
            return fault { (slice: inout SliceBytes) in
                slice.size = ByteCount(size)
                slice.variation = ByteCount(min(given.whole("size_variation"), size - 1))
                slice.pause = given.microseconds("delay")
            }
        },
        ClassicToxic("limit_data", "LimitDataToxic", [.whole("bytes")]) { given in
            fault { (limit: inout Limit) in limit.bytes = ByteCount(given.whole("bytes")) }
        },
        ClassicToxic("packet_loss", "PacketLossToxic", [.number("loss_rate"), .number("correlation")]) {
            given in
            fault { (loss: inout LoseChunks) in
                loss.share = Share(given.share("loss_rate"))
                loss.correlation = Share(given.share("correlation"))
            }
        },
        ClassicToxic("noop", "NoopToxic", []) { _ in [] },
    ]
}
