internal import Faults

/// Reads a verb's arguments by its table. Knows `--name value`, `--name=value` and `--`, which ends the
/// options.
struct ArgumentParser {
    private let verb: Verb
    private var occurrences: [ParsedArguments.Occurrence] = []
    private var positionals: [String] = []

    init(_ verb: Verb) { self.verb = verb }

    /// Asked before parsing, so that help comes even when the rest is wrong: that is when it is needed.
    static func asksForHelp(_ arguments: [String]) -> Bool {
        arguments.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    }

    consuming func parse(_ arguments: [String]) throws(CommandFailure) -> ParsedArguments {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                positionals += rest
                break
            }
            if Self.looksLikeOption(argument) {
                try takeOption(argument, &rest)
            } else {
                positionals.append(argument)
            }
        }
        try checkPositionals()
        return ParsedArguments(verb: verb, occurrences: occurrences, positionals: positionals)
    }

    /// A lone dash names the standard input, and `-5` is a number: both are values.
    private static func looksLikeOption(_ argument: String) -> Bool {
        guard argument.hasPrefix("-"), let second = argument.dropFirst().first else { return false }
        return !("0"..."9").contains(second)
    }

    private mutating func takeOption(
        _ argument: String, _ rest: inout ArraySlice<String>
    ) throws(CommandFailure) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let typed = String(parts[0])
        let attached = parts.count == 2 ? String(parts[1]) : nil
        let option = try option(typed)
        let value = try value(of: option, attached: attached, &rest)
        if !option.isRepeatable, occurrences.contains(where: { $0.option == option }) {
            throw CommandFailure("option \"\(typed)\" is given twice, keep one")
        }
        occurrences.append(ParsedArguments.Occurrence(option: option, value: value))
    }

    private func option(_ typed: String) throws(CommandFailure) -> VerbOption {
        if let option = verb.options.first(where: { $0.isTyped(as: typed) }) {
            return option
        }
        let guess = Suggestion.phrase(for: typed, among: verb.typedOptions)
        throw CommandFailure(
            "unknown option \"\(typed)\"" + (guess ?? ", \"closecall \(verb.name) --help\" lists the options")
        )
    }

    private func value(
        of option: VerbOption, attached: String?, _ rest: inout ArraySlice<String>
    ) throws(CommandFailure) -> String? {
        switch option.value {
        case .none:
            guard let attached else { return nil }
            throw CommandFailure("option \"\(option.typed)\" takes no value, drop \"=\(attached)\"")
        case .text:
            return try required(option, attached, &rest)
        case .optionalText:
            return attached
        case .choice(let choices):
            let value = try required(option, attached, &rest)
            if choices.contains(value) { return value }
            throw CommandFailure(
                "option \"\(option.typed)\" cannot be \"\(value)\", choose \(Self.list(choices))")
        case .optionalNumber:
            if let attached { return attached }
            guard let first = rest.first?.first, ("0"..."9").contains(first) else { return nil }
            return rest.popFirst()
        }
    }

    /// An option in place of a value is nearly always a forgotten value: `--send --json`.
    private func required(
        _ option: VerbOption, _ attached: String?, _ rest: inout ArraySlice<String>
    ) throws(CommandFailure) -> String {
        if let attached { return attached }
        guard let next = rest.popFirst() else {
            throw CommandFailure("option \"\(option.typed)\" needs a value: \(option.usage)")
        }
        if next.hasPrefix("--") {
            var message = "option \"\(option.typed)\" needs a value: \(option.usage)"
            if case .text = option.value {
                message += " (if \"\(next)\" is the value: \"\(option.typed)=\(next)\")"
            }
            throw CommandFailure(message)
        }
        return next
    }

    private func checkPositionals() throws(CommandFailure) {
        var left = positionals[...]
        for positional in verb.positionals {
            switch positional.count {
            case .one, .oneOrMore:
                guard left.popFirst() != nil else {
                    throw CommandFailure("\(positional.placeholder) is missing: \(verb.usage)")
                }
                if positional.count == .oneOrMore { left = [] }
            case .optional: _ = left.popFirst()
            case .any: left = []
            }
        }
        if let extra = left.first {
            throw CommandFailure("one argument too many, drop \"\(extra)\": \(verb.usage)")
        }
    }

    private static func list(_ choices: [String]) -> String {
        guard let last = choices.last, choices.count > 1 else { return choices.joined() }
        return choices.dropLast().joined(separator: ", ") + " or " + last
    }
}
