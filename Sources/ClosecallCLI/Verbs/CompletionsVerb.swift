internal import Faults

extension Verb {
    static let completions = Verb(
        name: "completions",
        summary: "a script that makes a shell complete closecall's verbs and options",
        positionals: [
            Positional("SHELL", "bash, zsh or fish", completedAs: .words(Shell.allCases.map(\.rawValue)))
        ],
        options: [],
        examples: [
            Example("closecall completions bash > /etc/bash_completion.d/closecall", "for all users of bash"),
            Example(
                "closecall completions zsh > ~/.zfunc/_closecall", "for zsh, in a folder that is in $fpath"),
            Example(
                "closecall completions fish > ~/.config/fish/completions/closecall.fish", "for fish"),
        ],
        notes: """
            The script goes to the standard output. `make install` and the Debian package put all three where the \
            shells look for them.
            """,
        run: completions)

    @Sendable
    private static func completions(_ invocation: Invocation) throws(CommandFailure) -> ExitStatus {
        let name = invocation.arguments.positionals[0]
        guard let shell = Shell(rawValue: name) else {
            let names = Shell.allCases.map(\.rawValue)
            throw CommandFailure(
                "no completions for \"\(name)\""
                    + (Suggestion.phrase(for: name, among: names)
                        ?? ", there are some for \(names.joined(separator: ", "))"))
        }
        invocation.output.text(shell.completions)
        return .yes
    }
}
