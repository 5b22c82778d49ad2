internal import Faults

/// A line typed at `connect`: a text to send, or a command behind a slash.
enum LineCommand: Hashable, Sendable {
    case step(ConnectStep)
    case help

    static let helpText = """
        a line          is sent as a text message
        /close          closes with an empty Close frame; /close 4000 some reason
        /ping           sends a ping; /ping some text
        /binary 00ff10  sends these bytes as a binary message
        //text          sends "/text"
        /help           this text
        Ctrl-D          closes with an empty Close frame
        """

    private static let names = ["/close", "/ping", "/binary", "/help"]

    init(parsing line: String) throws(CommandFailure) {
        guard line.hasPrefix("/") else {
            self = .step(.text(line))
            return
        }
        if line.hasPrefix("//") {
            self = .step(.text(String(line.dropFirst())))
            return
        }
        let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = words.count == 2 ? words[1] : ""
        switch words[0] {
        case "/close": self = .step(try Self.close(rest))
        case "/ping": self = .step(try .ping(parsing: String(rest)))
        case "/binary": self = .step(.binary(try ArgumentValue.hex(String(rest))))
        case "/help": self = .help
        default:
            let guess = Suggestion.phrase(for: String(words[0]), among: Self.names)
            throw CommandFailure(
                "unknown command \"\(words[0])\"" + (guess ?? ", /help lists them; //text sends \"/text\""))
        }
    }

    private static func close(_ rest: Substring) throws(CommandFailure) -> ConnectStep {
        let parts = rest.split(separator: " ", maxSplits: 1)
        return try .close(code: parts.first, reason: parts.count == 2 ? parts[1] : "")
    }
}
