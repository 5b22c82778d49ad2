/// How a trait's value reads in the table.
protocol TraitWords {
    /// In few words.
    var words: String { get }
}

/// What may stand in a line of the table.
protocol TraitValue: TraitWords, Hashable, Sendable {}

extension TraitWords where Self: RawRepresentable<String> {
    var words: String { rawValue }
}

extension Bool: TraitValue {
    var words: String { self ? "yes" : "no" }
}

extension Int: TraitWords {
    var words: String { "\(self) bytes" }
}

extension UInt64: TraitWords {
    var words: String { "\(self) bytes" }
}

/// A line of the table that profiles are made of: a trait, who has it how, and the measurements it rests on.
struct TraitLine: Sendable {
    /// The part of the table it stands in.
    enum Part: String, CaseIterable {
        case handshake = "The handshake"
        case frames = "Frames"
        case close = "A Close"
        case ends = "Ends"
    }

    /// What the trait is about.
    let title: String
    /// The cases of the measurement that show it.
    let cases: [String]
    /// How else it is known.
    let note: String
    /// What each has, in words.
    let words: [EndpointProfile.Name: String]
    /// Gives it to a profile.
    let apply: @Sendable (inout Traits, EndpointProfile.Name) -> Void

    /// A line. Cases are parted by spaces.
    init<Value: TraitValue>(
        _ title: String, rfc6455: Value, chromium: Value, firefox: Value, node: Value, websockets: Value,
        _ cases: String = "", note: String = "", set: @escaping @Sendable (inout Traits, Value) -> Void
    ) {
        let values: [EndpointProfile.Name: Value] = [
            .rfc6455: rfc6455, .chromium: chromium, .firefox: firefox, .node: node,
            .pythonWebSockets: websockets,
        ]
        self.title = title
        self.cases = cases.split(separator: " ").map(String.init)
        self.note = note
        words = values.mapValues(\.words)
        apply = { traits, name in
            if let value = values[name] { set(&traits, value) }
        }
    }

    /// The whole table.
    static let all = Part.allCases.flatMap(\.lines)
}

extension TraitLine.Part {
    /// Its lines.
    var lines: [TraitLine] {
        switch self {
        case .handshake: TraitLine.handshake
        case .frames: TraitLine.frames
        case .close: TraitLine.close
        case .ends: TraitLine.ends
        }
    }
}
