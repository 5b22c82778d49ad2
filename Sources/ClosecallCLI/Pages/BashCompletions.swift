/// bash asks a function, which leaves what fits in `COMPREPLY`.
///
/// The script needs nothing but bash 4.4: not all machines have the package bash-completion.
enum BashCompletions {
    static var script: String {
        """
        # Completion of closecall for bash. Made by "closecall completions bash": do not edit.

        _closecall_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }

        _closecall_paths() {
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen "$1" -- "$current")
        }

        # What the value of an option is; fails when the option has none.
        _closecall_value() {
            case "$verb $option" in
        \(valueCases)
            *) return 1 ;;
            esac
        }

        # What stands behind a verb.
        _closecall_argument() {
            case "$verb" in
        \(argumentCases)
            esac
        }

        _closecall() {
            local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]}
            # Readline hands over --lang=fr in three words.
            if [[ $current == = ]]; then
                current=
            elif [[ $option == = ]]; then
                option=${COMP_WORDS[COMP_CWORD - 2]}
            fi
            COMPREPLY=()
            if ((COMP_CWORD == 1)); then
                _closecall_words '\((Verb.firstWords.map(\.word) + ["--help", "--version"]).joined(separator: " "))'
                return
            fi
            case "$verb" in
        \(familyCases)
            esac
            _closecall_value || _closecall_argument
        }

        complete -F _closecall closecall

        """
    }

    private static var valueCases: String {
        Verb.withSubverbs.flatMap { verb in
            verb.options.compactMap { option in
                option.argument.map { argument in
                    let names = [option.typed, option.short].compactMap(\.self).map { "'\(verb.name) \($0)'" }
                    return line(names.joined(separator: " | "), answer([argument]) ?? ":")
                }
            }
        }.joined(separator: "\n")
    }

    /// A dash asks for options. Where arguments cannot be guessed, options are what can be offered.
    private static var argumentCases: String {
        let verbs = Verb.withSubverbs.map { verb in
            let options = "_closecall_words '\(verb.typedOptions.joined(separator: " "))'"
            let arguments = answer(verb.argumentKinds) ?? options
            return line("'\(verb.name)'", "if [[ $current == -* ]]; then \(options); else \(arguments); fi")
        }
        return (verbs + [line("help", "_closecall_words '\(Verb.all.map(\.name).joined(separator: " "))'")])
            .joined(separator: "\n")
    }

    /// Verbs of verbs: the second word belongs to the verb's name, once it is complete.
    private static var familyCases: String {
        let families = Verb.all.filter { !$0.subverbs.isEmpty }.map(\.name)
        return line(families.joined(separator: " | "), "((COMP_CWORD == 2)) || verb+=\" ${COMP_WORDS[2]}\"")
    }

    /// The command that fills in what the first of these kinds that can be guessed offers.
    private static func answer(_ kinds: [ArgumentKind]) -> String? {
        for kind in kinds {
            switch kind {
            case .other: continue
            case .file: return "_closecall_paths -f"
            case .folder: return "_closecall_paths -d"
            case .program: return "_closecall_paths -c"
            case .words, .closeCode, .cause, .fault, .profile, .verb:
                return "_closecall_words '\(kind.words.joined(separator: " "))'"
            }
        }
        return nil
    }

    private static func line(_ pattern: String, _ command: String) -> String {
        "    \(pattern)) \(command) ;;"
    }
}
