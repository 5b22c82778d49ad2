/// What peers and files say, made fit to stand in a sentence of ours: on one line, without anything that
/// moves a cursor or turns the direction of what follows, and so that nobody can end the quotes around it.
enum ForeignText {
    /// At most `limit` scalars of it; `delimiters` are escaped too.
    static func shown(_ text: String, upTo limit: Int, delimiters: [Unicode.Scalar] = []) -> String {
        var shown = ""
        for (count, scalar) in text.unicodeScalars.enumerated() {
            if count == limit { return shown + "…" }
            if scalar == "\\" || delimiters.contains(scalar) {
                shown += "\\"
                shown.unicodeScalars.append(scalar)
            } else if isHarmless(scalar) {
                shown.unicodeScalars.append(scalar)
            } else {
                shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            }
        }
        return shown
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
            false
        default: true
        }
    }

    /// A reason has up to 123 bytes, a path thousands: a sentence has room for the beginning.
    static let longestReason = 40
    /// Also of a rule's name.
    static let longestName = 40
    static let longestPath = 60
    /// What a library or the system says went wrong.
    static let longestDetail = 80
}
