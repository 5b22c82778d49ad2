/// fish reads one `complete` for each word that can be typed, with the condition under which it can.
enum FishCompletions {
    static var script: String {
        """
        # Completion of closecall for fish. Made by "closecall completions fish": do not edit.

        # Whether the words behind the command begin with these.
        function __closecall_at
            set -l typed (commandline -opc)
            string match -q -- "$argv *" "$typed[2..] "
        end

        # Whether they are these and no more.
        function __closecall_behind
            set -l typed (commandline -opc)
            test "$typed[2..]" = "$argv"
        end

        complete -c closecall -f
        complete -c closecall -n __closecall_behind -l help -d 'the verbs, in short'
        complete -c closecall -n __closecall_behind -l version -d 'the version, its commit and its libraries'
        \(words)
        complete -c closecall -n '__closecall_behind help' -a '\(Verb.all.map(\.name).joined(separator: " "))'
        \(Verb.withSubverbs.map(lines).joined(separator: "\n"))

        """
    }

    private static var words: String {
        Verb.firstWords.map { offer("__closecall_behind", $0.word, $0.summary) }.joined(separator: "\n")
    }

    private static func lines(of verb: Verb) -> String {
        let isHere = "__closecall_at \(verb.name)"
        let subverbs = verb.subverbs.map { offer("__closecall_behind \(verb.name)", $0.lastWord, $0.summary) }
        let options = (verb.options + [.help]).map { option in
            let words = [
                "-l \(option.name)", option.letter.map { "-s \($0.dropFirst())" }, value(of: option),
                "-d \(quoted(option.summary))",
            ]
            return "complete -c closecall -n '\(isHere)' " + words.compactMap(\.self).joined(separator: " ")
        }
        let arguments =
            verb.subverbs.isEmpty
            ? verb.argumentKinds.compactMap(offers).map { "complete -c closecall -n '\(isHere)' \($0)" } : []
        return (subverbs + options + arguments).joined(separator: "\n")
    }

    /// A value that must follow is `-r`; one that may is none, since fish would take the next word for it.
    private static func value(of option: VerbOption) -> String? {
        switch option.value {
        case .none, .optionalText, .optionalNumber: nil
        case .text, .choice: "-r " + (option.argument.flatMap(offers) ?? "-f")
        }
    }

    private static func offers(_ kind: ArgumentKind) -> String? {
        switch kind {
        case .other: nil
        case .file: "-F"
        case .folder: "-f -a '(__fish_complete_directories)'"
        case .program: "-f -a '(__fish_complete_subcommand)'"
        case .words, .closeCode, .cause, .fault, .profile, .verb:
            "-f -a '\(kind.words.joined(separator: " "))'"
        }
    }

    private static func offer(_ condition: String, _ word: String, _ summary: String) -> String {
        "complete -c closecall -n '\(condition)' -a \(word) -d \(quoted(summary))"
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
}
