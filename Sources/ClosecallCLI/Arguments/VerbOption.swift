/// An option of a verb. Two verbs that mean the same share one value, such as `.json`.
struct VerbOption: Sendable, Equatable {
    enum Value: Sendable, Equatable {
        case none
        case text(placeholder: String)
        /// `--ping` alone, or `--ping=TEXT`: behind a space, nobody could tell the text from the next argument.
        case optionalText(placeholder: String)
        case choice([String])
        /// `--close` alone, `--close=1000:bye`, and `--close 1000:bye`: without the equals sign the next
        /// argument is taken only when it begins with a digit, so that `--close ws://host` leaves the URL
        /// alone.
        case optionalNumber(placeholder: String)
    }

    /// Without the dashes.
    let name: String
    let value: Value
    /// One line, without a full stop.
    let summary: String
    /// What holds when the option is not given, for the help text.
    let standard: String?
    let isRepeatable: Bool
    /// What it can be typed as besides, such as `-o`.
    private(set) var short: String?
    /// What its value is where the placeholder does not say it.
    private var kind: ArgumentKind?

    private init(_ name: String, _ value: Value, _ summary: String, _ standard: String?, _ isRepeatable: Bool)
    {
        self.name = name
        self.value = value
        self.summary = summary
        self.standard = standard
        self.isRepeatable = isRepeatable
    }

    static func flag(_ name: String, _ summary: String) -> VerbOption {
        VerbOption(name, .none, summary, nil, false)
    }

    static func text(
        _ name: String, _ placeholder: String, _ summary: String, standard: String? = nil,
        repeatable: Bool = false
    ) -> VerbOption {
        VerbOption(name, .text(placeholder: placeholder), summary, standard, repeatable)
    }

    static func optionalText(
        _ name: String, _ placeholder: String, _ summary: String, repeatable: Bool = false
    ) -> VerbOption {
        VerbOption(name, .optionalText(placeholder: placeholder), summary, nil, repeatable)
    }

    static func choice(
        _ name: String, _ choices: [String], _ summary: String, standard: String? = nil
    ) -> VerbOption {
        VerbOption(name, .choice(choices), summary, standard, false)
    }

    static func optionalNumber(
        _ name: String, _ placeholder: String, _ summary: String, standard: String? = nil,
        repeatable: Bool = false
    ) -> VerbOption {
        VerbOption(name, .optionalNumber(placeholder: placeholder), summary, standard, repeatable)
    }

    /// The same, which can be typed with one letter, too.
    func short(_ letter: Character) -> VerbOption {
        var option = self
        option.short = "-\(letter)"
        return option
    }

    /// The same, which can be typed with one dash before its name, too, as Go programs have it.
    var alsoWithOneDash: VerbOption {
        var option = self
        option.short = "-\(name)"
        return option
    }

    /// The same, whose value shells complete as this.
    func completed(as kind: ArgumentKind) -> VerbOption {
        var option = self
        option.kind = kind
        return option
    }

    /// What its value is; nil when it has none.
    var argument: ArgumentKind? {
        switch value {
        case .none: nil
        case .choice(let choices): .words(choices)
        case .text(let placeholder), .optionalText(let placeholder), .optionalNumber(let placeholder):
            kind ?? ArgumentKind(placeholder: placeholder)
        }
    }

    /// `-o`; nil too where the short form is a name, which is for those who know it.
    var letter: String? { short.flatMap { $0.count == 2 ? $0 : nil } }

    /// The summary, and what else there is to know.
    var meaning: String {
        var notes: [String] = []
        if isRepeatable { notes.append("can be repeated") }
        if let standard { notes.append("default: \(standard)") }
        return notes.isEmpty ? summary : "\(summary) (\(notes.joined(separator: "; ")))"
    }

    /// `--lang`
    var typed: String { "--\(name)" }

    func isTyped(as text: String) -> Bool { text == typed || text == short }

    /// `--lang en|fr`, `-o, --output FILE`
    var usage: String {
        let typed = letter.map { "\($0), \(self.typed)" } ?? self.typed
        return switch value {
        case .none: typed
        case .text(let placeholder): "\(typed) \(placeholder)"
        case .optionalText(let placeholder): "\(typed)[=\(placeholder)]"
        case .choice(let choices): "\(typed) \(choices.joined(separator: "|"))"
        case .optionalNumber(let placeholder): "\(typed) [\(placeholder)]"
        }
    }
}

extension VerbOption {
    static let help = VerbOption.flag("help", "this text")
    static let json = VerbOption.flag("json", "for programs: one JSON object a line, with stable field names")
}
