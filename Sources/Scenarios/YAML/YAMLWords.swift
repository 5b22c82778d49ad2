internal import Faults

/// What libyaml complains of, said so that somebody who has never read YAML's grammar knows what to do.
enum YAMLWords {
    /// One of libyaml's sentences: where it is about, the character there, and where the thing begins that it was in.
    static func problem(
        _ said: String, at place: Place, _ found: Character?, in context: String?, from start: Place
    ) -> ValueProblem {
        if said.hasPrefix("could not find expected ':'") {
            // libyaml notices far behind the key.
            return ValueProblem(at: start, "expected \":\" and a space behind this key")
        }
        if said.hasPrefix("found character that cannot start any token") {
            let message =
                found == "\t"
                ? "a tab cannot stand here: indent with spaces"
                : "a text cannot begin with \"\(found.map(String.init) ?? "")\": put it in quotes"
            return ValueProblem(at: place, message)
        }
        if said.hasPrefix("did not find expected alphabetic or numeric") {
            return ValueProblem(
                at: start, "a \"*\" or \"&\" that begins a text makes an alias of it: put the text in quotes")
        }
        let words = table.first { said.hasPrefix($0.said) }?.words ?? "not YAML: \(said)"
        guard let thing = things.first(where: { context?.hasSuffix($0.said) == true })?.words else {
            return ValueProblem(at: place, words)
        }
        return ValueProblem(
            at: place, "\(words) (in the \(thing) that begins at \(start.line):\(start.column))")
    }

    /// A character that may not stand in YAML.
    static func forbidden(_ character: Int) -> String {
        if character == 0 {
            return "expected text, found a zero byte: is this a scenario file, and saved as UTF-8?"
        }
        let code = String(max(0, character), radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
        return "expected text, found the control character U+\(padded): "
            + "in a quoted text write \"\\x\(padded.suffix(2))\", in a payload { hex: … }"
    }

    private static let things: [(said: String, words: String)] = [
        ("block mapping", "map"), ("flow mapping", "map in braces"), ("block collection", "list"),
        ("flow sequence", "list in brackets"), ("quoted scalar", "quoted text"),
        ("block scalar", "text block"),
    ]

    private static let table: [(said: String, words: String)] = [
        (
            "did not find expected key",
            "expected a key as far in as the others, found something else: check how far in the line stands"
        ),
        ("did not find expected '-'", "expected another \"- \" as far in as the others, or less far in"),
        ("did not find expected ',' or ']'", "expected \",\" or \"]\""),
        ("did not find expected ',' or '}'", "expected \",\" or \"}\""),
        ("did not find expected node content", "expected a value, found a sign that cannot begin one"),
        (
            "did not find expected <document start>",
            "expected the end of the file, found more behind its map or list"
        ),
        (
            "mapping values are not allowed",
            "a \":\" cannot stand here: put a text that holds \": \" in quotes"
        ),
        ("mapping keys are not allowed", "a \"?\" cannot stand here: put the text in quotes"),
        (
            "block sequence entries are not allowed",
            "a \"- \" cannot stand here: begin a list on a line of its own"
        ),
        ("found a tab character", "a tab cannot stand here: indent with spaces"),
        (
            "found unexpected end of stream",
            "the file ends within a quoted text: its closing quote is missing"
        ),
        ("found unexpected document indicator", "a line of \"---\" or \"...\" stands within a quoted text"),
        (
            "found unknown escape character",
            "there is no such escape: write \"\\\\\" for a backslash, or use single quotes"
        ),
        ("did not find expected hexdecimal number", "expected hexadecimal digits behind \\x, \\u or \\U"),
        (
            "found invalid Unicode character escape code",
            "no character has this number: half a surrogate pair is none"
        ),
        (
            "found undefined tag handle",
            "tags (\"!…\") are not used in scenarios: put a text that begins with \"!\" in quotes"
        ),
        ("found incompatible YAML document", "expected %YAML 1.1 or 1.2"),
        ("found unknown directive name", "a line cannot begin with \"%\": put the text in quotes"),
        ("found an indentation indicator equal to 0", "expected a number from 1 to 9 behind \"|\" or \">\""),
        ("did not find expected comment or line break", "expected the end of the line behind \"|\" or \">\""),
    ]
}
