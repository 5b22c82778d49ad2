public import Faults

/// A YAML text as values with places, and all that is wrong with it.
///
/// It is made for files that strangers send: every text ends, soon, in values or in a problem.
public struct YAMLDocument: Hashable, Sendable {
    /// What stands in it; nil where it could not be read to its end.
    public let root: Value?
    /// What is wrong, in the order of places.
    public let problems: [ValueProblem]

    /// Bounds that no file that a person writes comes near.
    public enum Limit {
        /// The largest file, in bytes.
        public static let bytes = 1 << 20
        /// How deep lists and maps may stand in one another.
        public static let nesting = 64
        /// How many values there may be, aliases written out.
        public static let values = 10_000
        /// How much text there may be, aliases written out, in bytes.
        public static let text = 4 << 20
    }

    /// Reads a text.
    public init(_ bytes: [UInt8]) {
        var composer = YAMLComposer()
        do throws(ValueProblem) {
            try YAMLEncoding.check(bytes)
            var parser = try YAMLParser(bytes)
            repeat { try composer.take(try parser.next()) } while !composer.isAtEnd
            root = composer.root
            problems = composer.problems.sorted { $0.place < $1.place }
        } catch {
            root = nil
            problems = (composer.problems + [error]).sorted { $0.place < $1.place }
        }
    }
}
