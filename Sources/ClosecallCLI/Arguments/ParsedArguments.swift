/// What was typed, checked against the verb's table: the options are known and have their values.
struct ParsedArguments: Sendable {
    struct Occurrence: Sendable, Equatable {
        let option: VerbOption
        let value: String?
    }

    private let verb: Verb
    /// In the order typed, for verbs where it matters (`--send a --ping --send b`).
    let occurrences: [Occurrence]
    let positionals: [String]

    init(verb: Verb, occurrences: [Occurrence], positionals: [String]) {
        self.verb = verb
        self.occurrences = occurrences
        self.positionals = positionals
    }

    func has(_ option: VerbOption) -> Bool {
        occurrences(of: option).isEmpty == false
    }

    /// The value, nil when the option was not given (or has no value).
    func value(_ option: VerbOption) -> String? {
        occurrences(of: option).last?.value
    }

    func values(_ option: VerbOption) -> [String] {
        occurrences(of: option).compactMap(\.value)
    }

    func integer(_ option: VerbOption, in range: ClosedRange<Int>) throws(CommandFailure) -> Int? {
        try decoded(option) { text throws(CommandFailure) in try ArgumentValue.integer(text, in: range) }
    }

    func duration(_ option: VerbOption) throws(CommandFailure) -> Duration? {
        try decoded(option) { text throws(CommandFailure) in try ArgumentValue.duration(text) }
    }

    func hostAndPort(_ option: VerbOption) throws(CommandFailure) -> HostAndPort? {
        try decoded(option) { text throws(CommandFailure) in try HostAndPort(parsing: text) }
    }

    /// Decodes the value and puts the option's name in front of what is wrong with it.
    func decoded<Value>(
        _ option: VerbOption, _ decode: (String) throws(CommandFailure) -> Value
    ) throws(CommandFailure) -> Value? {
        guard let text = value(option) else { return nil }
        do throws(CommandFailure) {
            return try decode(text)
        } catch {
            throw CommandFailure("option \"\(option.typed)\": \(error.message)")
        }
    }

    private func occurrences(of option: VerbOption) -> [Occurrence] {
        precondition(verb.options.contains(option), "\(verb.name) does not list \(option.typed)")
        return occurrences.filter { $0.option == option }
    }
}
