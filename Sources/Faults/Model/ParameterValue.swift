/// A type that can stand as a parameter in a scenario file. Its form is said once, for reading, for the schema and
/// for the reference.
public protocol ParameterValue: Hashable, Sendable {
    /// What may be written.
    static var form: ValueForm { get }

    /// Reads what was written.
    init(_ value: Value) throws(ValueProblem)

    /// As it would be written; nil where there is nothing to write.
    var written: String? { get }
}

/// What may be written for a value.
public struct ValueForm: Hashable, Sendable {
    /// The JSON types an editor should accept, and what it may suggest.
    public enum Shape: Hashable, Sendable {
        /// A text, also a number, that matches the pattern (an ECMA-262 regular expression).
        case text(pattern: String?)
        /// A whole number within the bounds.
        case integer(ClosedRange<Int>)
        /// A number.
        case number
        /// `true` or `false`.
        case flag
        /// One of these words.
        case choice([Choice])
        /// Any of these shapes.
        case either([Shape])
        /// Some of these.
        indirect case list(Shape)
        /// A map with these keys, and no other.
        case object([Key])
        /// What is described under this name elsewhere in the schema: `when`, `fault`.
        case reference(String)
        /// Anything: the value is read by whoever knows more.
        case any
    }

    /// A word that may be chosen.
    public struct Choice: Hashable, Sendable {
        /// The word.
        public var name: String
        /// What it means, in a line.
        public var summary: String
        /// The clause that speaks of it, as in `RFC 6455 §5.5.1`.
        public var clause: String?
        /// What clients are known to do about it.
        public var clients: String?

        /// A word and its meaning.
        public init(_ name: String, _ summary: String, clause: String? = nil, clients: String? = nil) {
            self.name = name
            self.summary = summary
            self.clause = clause
            self.clients = clients
        }
    }

    /// A key of a map.
    public struct Key: Hashable, Sendable {
        /// The key.
        public var name: String
        /// What it means, in a line.
        public var summary: String
        /// What may be written behind it.
        public var shape: Shape
        /// Some that can be written.
        public var examples: [String]
        /// Whether it must be there.
        public var isRequired: Bool

        /// A key and what it is for.
        public init(
            _ name: String, _ summary: String, _ shape: Shape, examples: [String] = [],
            isRequired: Bool = false
        ) {
            self.name = name
            self.summary = summary
            self.shape = shape
            self.examples = examples
            self.isRequired = isRequired
        }
    }

    /// What it is called in messages and in the reference: `a duration`.
    public var name: String
    /// Some that can be written: `250ms`, `1.5s`.
    public var examples: [String]
    /// For schemas.
    public var shape: Shape

    /// A form.
    public init(_ name: String, examples: [String] = [], shape: Shape) {
        self.name = name
        self.examples = examples
        self.shape = shape
    }
}

extension ParameterValue {
    /// The problem that something else stands here than can be read.
    public static func mismatch(_ value: Value) -> ValueProblem {
        let examples = form.examples.isEmpty ? "" : " such as \(form.examples.joined(separator: " or "))"
        return ValueProblem(expected: form.name + examples, found: value)
    }
}
