internal import Faults

/// One key of a kind of map: its word, what may stand behind it, what it means, and where that goes.
struct Key<Target>: Sendable {
    /// Its word.
    let name: String
    /// What may be written behind it.
    let form: ValueForm
    /// What it means, in a line.
    let summary: String
    /// Whether it must be there.
    let isRequired: Bool
    /// Reads what stands behind it.
    let read: @Sendable (Value.Entry, inout Target, inout Reading) -> Void

    /// A key that is read by hand.
    init(
        _ name: String, _ form: ValueForm, _ summary: String, isRequired: Bool = false,
        read: @escaping @Sendable (Value.Entry, inout Target, inout Reading) -> Void
    ) {
        self.name = name
        self.form = form
        self.summary = summary
        self.isRequired = isRequired
        self.read = read
    }

    /// A key for a value of this type.
    init<V: ParameterValue>(
        _ name: String, _ type: V.Type, _ summary: String, isRequired: Bool = false,
        store: @escaping @Sendable (V, inout Target) -> Void
    ) {
        self.init(name, V.form, summary, isRequired: isRequired) { entry, target, reading in
            if let value = reading.value(V.self, entry.value) { store(value, &target) }
        }
    }

    /// A key for a value that is kept as it is.
    init<V: ParameterValue>(
        _ name: String, _ path: any WritableKeyPath<Target, V> & Sendable, _ summary: String,
        isRequired: Bool = false
    ) {
        self.init(name, V.self, summary, isRequired: isRequired) { $1[keyPath: path] = $0 }
    }

    /// A key for a value within bounds.
    init<V: ParameterValue & Comparable>(
        _ name: String, _ path: any WritableKeyPath<Target, V?> & Sendable, in range: ClosedRange<V>,
        _ summary: String
    ) {
        let top = range.upperBound as? Int == .max ? "" : " to \(range.upperBound.written ?? "")"
        let bounds = "from \(range.lowerBound.written ?? "")\(top)"
        self.init(name, V.form.within(range), summary) { entry, target, reading in
            guard let value = reading.value(V.self, entry.value) else { return }
            guard range.contains(value) else {
                reading.problems.append(
                    ValueProblem(expected: "\(V.form.name) \(bounds)", found: entry.value))
                return
            }
            target[keyPath: path] = value
        }
    }

    /// The same key where the target is a part of something larger.
    func lifted<Whole>(_ path: any WritableKeyPath<Whole, Target> & Sendable) -> Key<Whole> {
        Key<Whole>(name, form, summary, isRequired: isRequired) { entry, whole, reading in
            read(entry, &whole[keyPath: path], &reading)
        }
    }
}

extension ValueForm {
    /// The same with narrower bounds, as far as a schema can say them.
    func within<V>(_ range: ClosedRange<V>) -> ValueForm {
        guard let range = range as? ClosedRange<Int>, case .integer = shape else { return self }
        return ValueForm(name, examples: examples, shape: .integer(range))
    }

    /// What is described elsewhere.
    static func reference(_ name: String, _ spoken: String) -> ValueForm {
        ValueForm(spoken, shape: .reference(name))
    }

    /// One of those, or a list.
    static func oneOrMore(_ form: ValueForm) -> ValueForm {
        ValueForm(
            "\(form.name) or a list", examples: form.examples,
            shape: .either([form.shape, .list(form.shape)]))
    }

    /// A list of those.
    static func list(_ form: ValueForm) -> ValueForm {
        ValueForm("a list", shape: .list(form.shape))
    }
}
