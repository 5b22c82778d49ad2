/// A regular expression in Perl's manner, for texts and for bytes.
///
/// What is UTF-8 is matched as text: `.` is a character, `\w` knows all letters. What is not is matched byte by byte,
/// so that a pattern finds its way through binary messages, too.
public struct Pattern: Hashable, Sendable {
    /// As it was written.
    public let source: String
    private let expression: RegularExpression

    /// Compiles it.
    public init(_ source: String) throws(PatternProblem) {
        self.source = source
        expression = try RegularExpression(source)
    }

    /// The first match. A text on which the pattern takes too long counts as one that it does not match.
    public func firstMatch(in bytes: Span<UInt8>) -> PatternMatch? {
        var search = PatternSearch(in: bytes.count)
        return expression.match(bytes, from: 0, &search)
    }

    /// The bytes with every match replaced; nil where there is no match.
    ///
    /// - Parameter template: where `$1` and `${1}` stand for what the first group captured, `${name}` for what the
    ///   group of this name did, `$0` for the whole match, and `$$` for a dollar sign.
    public func replacing(in bytes: [UInt8], with template: String) -> [UInt8]? {
        replacing(in: bytes, with: PatternTemplate(template, expression))
    }

    /// What is wrong with a template: it names a group that the pattern does not have.
    public func problem(inTemplate template: String) -> String? {
        PatternTemplate(template, expression).problem
    }

    private func replacing(in bytes: [UInt8], with template: PatternTemplate) -> [UInt8]? {
        let span = bytes.span
        var search = PatternSearch(in: bytes.count)
        var output: [UInt8] = []
        var (copied, start) = (0, 0)
        var matched = false
        while start <= bytes.count, let match = expression.match(span, from: start, &search) {
            matched = true
            let whole = match.whole
            output += bytes[copied..<max(copied, whole.lowerBound)]
            template.append(match, of: bytes, to: &output)
            copied = max(copied, whole.upperBound)
            start = copied
            // An empty match would be found again for ever.
            if whole.isEmpty { start = next(after: start, in: bytes, isText: search.isText) }
        }
        return matched && search.budget > 0 ? output + bytes[copied...] : nil
    }

    private func next(after start: Int, in bytes: [UInt8], isText: Bool) -> Int {
        var next = start + 1
        while isText, next < bytes.count, bytes[next] & 0xC0 == 0x80 { next += 1 }
        return next
    }

    /// The same pattern is the same text.
    public static func == (left: Pattern, right: Pattern) -> Bool { left.source == right.source }
    /// By the text.
    public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

/// Where a pattern matched.
public struct PatternMatch: Hashable, Sendable {
    /// The bytes of the whole match, then of each group; nil for a group that took no part.
    public let ranges: [Range<Int>?]

    /// The bytes of the whole match.
    public var whole: Range<Int> { ranges.first.flatMap { $0 } ?? 0..<0 }
}

/// Why a pattern is none.
public struct PatternProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// What PCRE2 says is wrong.
    public let message: String
    /// How many characters of the pattern are fine before.
    public let offset: Int

    /// `missing closing parenthesis at character 5`.
    public var description: String { "\(message) at character \(offset + 1)" }
}

extension Pattern: ParameterValue {
    /// Any text that PCRE2 takes for a regular expression.
    public static let form = ValueForm(
        "a regular expression", examples: ["^ping [0-9]+$"], shape: .text(pattern: nil))

    /// Compiles a text.
    public init(_ value: Value) throws(ValueProblem) {
        guard let text = value.text, !value.isNull else { throw Self.mismatch(value) }
        do throws(PatternProblem) {
            try self.init(text)
        } catch {
            throw ValueProblem(
                at: value.place, "expected \(Self.form.name), found \(value.described): \(error)")
        }
    }

    /// As it was written.
    public var written: String? { source }
}
