public import Observer

/// All that is said about a fault, in one place.
public struct About<F: Fault>: Sendable {
    /// Its word in scenario files: `truncate`, `close-twice`.
    public var name: String
    /// What it works on.
    public var layer: Layer
    /// What it does, in one line that begins with a verb: `Cuts a message short.`
    public var summary: String
    /// What happens on the wire, exactly, and why a person wants it: a few sentences.
    public var details: String
    /// The clause it breaks or uses, as in `RFC 6455 §5.5.1`.
    public var clause: String?
    /// What clients are known to do about it.
    public var clients: String?
    /// A whole rule in YAML that shows it, as it stands in a file; the tests play it.
    public var example: String
    /// The direction its rule is about when it does not say; nil for both.
    public var direction: Direction?
    /// Its parameters. A fault that is written with a bare value gives it to the first: `latency: 50ms`.
    public var parameters: [Parameter<F>]

    /// A fault's description.
    public init(
        _ name: String, _ layer: Layer, _ summary: String, details: String, clause: String? = nil,
        clients: String? = nil, example: String, direction: Direction? = nil,
        parameters: [Parameter<F>] = []
    ) {
        self.name = name
        self.layer = layer
        self.summary = summary
        self.details = details
        self.clause = clause
        self.clients = clients
        self.example = example
        self.direction = direction
        self.parameters = parameters
    }
}

/// One parameter of a fault: its name, where it is kept, what may be written.
public struct Parameter<F: Fault>: Sendable {
    /// Its word.
    public let name: String
    /// What may be written.
    public let form: ValueForm
    /// What it means, in a line.
    public let summary: String
    /// The default as it would be written; nil where there is none.
    public let standard: String?
    /// Whether it must be given.
    public let isRequired: Bool
    /// The bounds, in words: `from 1 to 125`.
    public let bounds: String?
    let read: @Sendable (Value, inout F) -> ValueProblem?
    let written: @Sendable (F) -> String?
    /// What is wrong with the value as it stands in a fault that no file was read for.
    let complaint: @Sendable (F) -> String?

    /// A parameter that may be any value of its type.
    public init<V: ParameterValue>(
        _ name: String, _ path: any WritableKeyPath<F, V> & Sendable, _ summary: String,
        isRequired: Bool = false
    ) {
        self.init(name, path, summary, isRequired: isRequired, bounds: nil) { _ in true }
    }

    /// A parameter that has to lie within bounds.
    public init<V: ParameterValue & Comparable>(
        _ name: String, _ path: any WritableKeyPath<F, V> & Sendable, in range: ClosedRange<V>,
        _ summary: String, isRequired: Bool = false
    ) {
        let bounds = "from \(range.lowerBound.written ?? "") to \(range.upperBound.written ?? "")"
        self.init(name, path, summary, isRequired: isRequired, bounds: bounds) { range.contains($0) }
    }

    private init<V: ParameterValue>(
        _ name: String, _ path: any WritableKeyPath<F, V> & Sendable, _ summary: String, isRequired: Bool,
        bounds: String?, isAllowed: @escaping @Sendable (V) -> Bool
    ) {
        self.name = name
        self.summary = summary
        self.isRequired = isRequired
        self.bounds = bounds
        form = V.form
        standard = isRequired ? nil : F()[keyPath: path].written
        written = { $0[keyPath: path].written }
        complaint = { fault in
            let value = fault[keyPath: path]
            guard !isAllowed(value) else { return nil }
            return "expected \(V.form.name) \(bounds ?? ""), found \(value.written ?? "\(value)")"
        }
        read = { value, fault in
            do throws(ValueProblem) {
                let new = try V(value)
                guard isAllowed(new) else {
                    return ValueProblem(expected: "\(V.form.name) \(bounds ?? "")", found: value)
                }
                fault[keyPath: path] = new
                return nil
            } catch {
                return error
            }
        }
    }
}
