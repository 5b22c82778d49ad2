/// A piece of a French sentence: what stands in the source is set as French is, what is put into it stays as
/// it is.
struct FrenchPhrase: ExpressibleByStringInterpolation {
    let text: String

    init(stringLiteral value: String) { text = FrenchTypography.set(value) }

    init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

    private init(text: String) { self.text = text }

    static func + (left: FrenchPhrase, right: FrenchPhrase) -> FrenchPhrase {
        FrenchPhrase(text: left.text + right.text)
    }

    /// With a capital and a full stop.
    var sentence: String { text.prefix(1).uppercased() + text.dropFirst() + "." }

    struct Interpolation: StringInterpolationProtocol {
        var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

        mutating func appendLiteral(_ literal: String) { text += FrenchTypography.set(literal) }

        mutating func appendInterpolation(_ phrase: FrenchPhrase) { text += phrase.text }

        mutating func appendInterpolation(_ number: some BinaryInteger) { text += "\(number)" }

        /// What is no French: a name, a status, somebody else's words; whoever puts it in has made it fit.
        mutating func appendInterpolation(asIs words: String) { text += words }

        mutating func appendInterpolation(_ time: TimeSpan) {
            text += time.words(point: ",", space: "\u{A0}")
        }
    }
}
