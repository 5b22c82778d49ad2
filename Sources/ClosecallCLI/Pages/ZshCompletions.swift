/// zsh has a language for this: each verb's table becomes the arguments of `_arguments`.
enum ZshCompletions {
    static var script: String {
        """
        #compdef closecall
        # Completion of closecall for zsh. Made by "closecall completions zsh": do not edit.

        _closecall() {
            local verb
            local -a verbs
            if ((CURRENT == 2)); then
                verbs=(
        \(rows(Verb.firstWords))
                )
                _describe -t verbs verb verbs
                _arguments '--help[the verbs, in short]' '--version[the version, its commit and its libraries]'
                return
            fi
            verb=$words[2]
            shift words
            ((CURRENT--))
            case $verb in
        \(families)
            esac
            case $verb in
        \(Verb.withSubverbs.filter(\.subverbs.isEmpty).map(entry).joined(separator: "\n"))
            help)
                _arguments '1:verb:(\(Verb.all.map(\.name).joined(separator: " ")))'
                ;;
            esac
        }

        # Read as a file of $fpath, this is the function's body; sourced, it has to be made known.
        if [[ $funcstack[1] == _closecall ]]; then
            _closecall "$@"
        else
            compdef _closecall closecall
        fi

        """
    }

    /// Verbs of verbs: the second word belongs to the verb's name.
    private static var families: String {
        Verb.all.filter { !$0.subverbs.isEmpty }.map { verb in
            """
                \(verb.name))
                    if ((CURRENT == 2)); then
                        verbs=(
            \(rows(verb.subverbs.map { ($0.lastWord, $0.summary) }))
                        )
                        _describe -t verbs verb verbs
                        return
                    fi
                    verb="\(verb.name) $words[2]"
                    shift words
                    ((CURRENT--))
                    ;;
            """
        }.joined(separator: "\n")
    }

    private static func rows(_ words: [(word: String, summary: String)]) -> String {
        words.map { "            " + quoted("\($0.word):\($0.summary)") }.joined(separator: "\n")
    }

    private static func entry(of verb: Verb) -> String {
        let specs = (verb.options + [.help]).flatMap(specs) + verb.positionals.enumerated().map(spec)
        return "    '\(verb.name)')\n        _arguments -S \\\n            "
            + specs.map(quoted).joined(separator: " \\\n            ") + "\n        ;;"
    }

    /// `*--send=[send a text]:TEXT:`
    private static func specs(of option: VerbOption) -> [String] {
        let mark = option.isRepeatable ? "*" : ""
        let summary = "[\(escaped(option.summary))]"
        let action = option.argument.map(action) ?? ""
        return [option.typed, option.letter].compactMap(\.self).map { name in
            // A letter's value is a word of its own.
            let sign = name == option.typed ? "=" : ""
            return switch option.value {
            case .none: "\(mark)\(name)\(summary)"
            case .text(let placeholder):
                "\(mark)\(name)\(sign)\(summary):\(escaped(placeholder)):\(action)"
            case .choice: "\(mark)\(name)\(sign)\(summary):\(escaped(option.name)):\(action)"
            case .optionalText(let placeholder), .optionalNumber(let placeholder):
                "\(mark)\(name)=-\(summary)::\(escaped(placeholder)):\(action)"
            }
        }
    }

    private static func spec(_ index: Int, of positional: Positional) -> String {
        let message = escaped(positional.placeholder)
        // From here on it is that program's line.
        if positional.kind == .program { return "*::\(message):_normal" }
        let action = action(positional.kind)
        return switch positional.count {
        case .one: "\(index + 1):\(message):\(action)"
        case .optional: "\(index + 1)::\(message):\(action)"
        case .oneOrMore, .any: "*:\(message):\(action)"
        }
    }

    private static func action(_ kind: ArgumentKind) -> String {
        switch kind {
        case .other: ""
        case .file: "_files"
        case .folder: "_files -/"
        case .program: "_command_names"
        case .words, .closeCode, .cause, .fault, .profile, .verb: "(\(kind.words.joined(separator: " ")))"
        }
    }

    private static func escaped(_ text: String) -> String {
        text.flatMap { "\\:[]".contains($0) ? ["\\", $0] : [$0] }.reduce(into: "") { $0.append($1) }
    }

    private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: #"'\''"#) + "'" }
}
