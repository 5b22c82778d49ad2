internal import Faults
internal import Reactor

extension Verb {
    static let man = Verb(
        name: "man",
        summary: "the manual page of the command or of a verb, for man and mandoc",
        positionals: [
            Positional("VERB", "this verb's page; without it, the command's", count: .any, completedAs: .verb)
        ],
        options: [.allPages],
        examples: [
            Example("closecall man proxy | man -l -", "read the page of a verb"),
            Example("closecall man --all /usr/local/share/man/man1", "write all of them"),
        ],
        notes: """
            The page goes to the standard output, in the man macros of troff. `make install` and the Debian package \
            put all pages where man looks for them.
            """,
        run: man)

    @Sendable
    private static func man(_ invocation: Invocation) throws(CommandFailure) -> ExitStatus {
        let arguments = invocation.arguments
        guard let folder = arguments.value(.allPages) else {
            invocation.output.text(try page(of: arguments.positionals).text)
            return .yes
        }
        if let verb = arguments.positionals.first {
            throw CommandFailure(
                "option \"\(VerbOption.allPages.typed)\" is about all of them, drop \"\(verb)\"")
        }
        for page in ManPage.all { try write(page, to: folder) }
        return .yes
    }

    private static func page(of words: [String]) throws(CommandFailure) -> ManPage {
        guard let name = words.first else { return .overview }
        guard let (verb, rest) = Verb.named(by: words) else {
            let guess = Suggestion.phrase(for: name, among: Verb.all.map(\.name))
            throw CommandFailure(
                "no verb \"\(name)\"" + (guess ?? ", \"closecall --help\" lists the verbs"))
        }
        if let extra = rest.first {
            let guess = Suggestion.phrase(for: extra, among: verb.subverbs.map(\.lastWord))
            throw CommandFailure("no verb \"\(verb.name) \(extra)\"" + (guess ?? ", drop \"\(extra)\""))
        }
        return .verb(verb)
    }

    private static func write(_ page: ManPage, to folder: String) throws(CommandFailure) {
        let path = "\(folder)/\(page.fileName)"
        do throws(SystemError) { try SmallFile.write(Array(page.text.utf8), to: path) } catch {
            throw CommandFailure(
                "cannot write \"\(path)\": \(error.words), make the folder or choose another")
        }
    }
}

extension VerbOption {
    fileprivate static let allPages = VerbOption.text("all", "DIR", "write all pages into this folder")
}
