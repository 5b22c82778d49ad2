/// Links that people know by name, from the tools that they know them from.
public struct LinkPreset: Hashable, Sendable {
    /// Its name: `apple/3g`.
    public let name: String
    /// What it is, and where its numbers come from.
    public let about: String
    /// The link.
    public let link: LinkPair

    /// The tool, or what else it belongs to; empty for our own.
    public var family: String { name.contains("/") ? String(name.prefix { $0 != "/" }) : "" }
}

/// All presets, in families.
public enum LinkPresets {
    /// All, in the order in which people read about them.
    public static let all: [LinkPreset] =
        own + apple + chrome + firefox + webPageTest + comcast + loadero + browserStack

    /// Their names.
    public static let names: [String] = all.map(\.name)

    /// The preset of this name.
    public static func named(_ name: String) -> LinkPreset? { byName[name] }

    /// What to say to somebody who wrote a name that is none: the nearest name, or all of the family, or the families.
    public static func hint(for name: String) -> String {
        // A bare "3g" is meant well.
        let siblings = names.filter { $0.split(separator: "/").last.map(String.init) == name }
        if !siblings.isEmpty {
            return "did you mean \(siblings.map { "\"\($0)\"" }.joined(separator: " or "))?"
        }
        if let words = Suggestion.words(for: name, among: names) { return words }
        let family = names.filter { $0.hasPrefix(name.prefix { $0 != "/" } + "/") }
        if !family.isEmpty { return "there are \(family.joined(separator: ", "))" }
        return "there are \(own.map(\.name).joined(separator: ", ")), and more in apple/, chrome/, firefox/, "
            + "webpagetest/, comcast/, loadero/ and browserstack/"
    }

    private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
}

/// One row of a table of links: download before upload, as such tables have it.
struct PresetRow {
    /// What both ways have in common or not.
    struct Pair<Part> {
        let down: Part
        let up: Part

        static func both(_ part: Part) -> Pair { Pair(down: part, up: part) }
        static func split(_ down: Part, _ up: Part) -> Pair { Pair(down: down, up: up) }
    }

    let name: String
    /// kbit/s; nil where it is not limited.
    let rate: Pair<Double?>
    /// Milliseconds, one way.
    let delay: Pair<Double>
    /// Per cent.
    let loss: Pair<Double>
    /// Milliseconds.
    let jitter: Pair<Double>
    let note: String

    init(
        _ name: String, _ down: Double?, _ up: Double?, delay: Pair<Double> = .both(0),
        loss: Pair<Double> = .both(0), jitter: Pair<Double> = .both(0), _ note: String = ""
    ) {
        self.name = name
        rate = .split(down, up)
        self.delay = delay
        self.loss = loss
        self.jitter = jitter
        self.note = note
    }

    /// A row whose table gives the round trip: half of it each way.
    init(_ name: String, _ down: Double?, _ up: Double?, roundTrip: Double, _ note: String = "") {
        self.init(name, down, up, delay: .both(roundTrip / 2), note)
    }

    /// A link on which nothing arrives.
    static func dead(_ name: String, _ note: String) -> PresetRow {
        PresetRow(name, nil, nil, loss: .both(100), note)
    }

    func preset(of family: String, _ source: String) -> LinkPreset {
        let name = "\(family)/\(name)"
        let about = note.isEmpty ? source : "\(note) \(source)"
        let link = LinkPair(
            toServer: model(rate.up, delay.up, loss.up, jitter.up),
            toClient: model(rate.down, delay.down, loss.down, jitter.down), preset: name)
        return LinkPreset(name: name, about: about, link: link)
    }

    private func model(_ rate: Double?, _ delay: Double, _ loss: Double, _ jitter: Double) -> LinkModel {
        LinkModel(
            rate.map { .rate(BitRate($0 * 1000)) } ?? .unlimited,
            delay: DelayModel(
                .microseconds(Int64(delay * 1000)), jitter: .microseconds(Int64(jitter * 1000))),
            loss: loss > 0 ? .random(loss / 100) : .none)
    }
}
