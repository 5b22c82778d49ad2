/// The keys of a map that describes a model: one table for reading, for the schema and for the reference.
public struct ModelKeys<Model: Sendable>: Sendable {
    /// One of them.
    public struct Key: Sendable {
        /// Its word, what it means, and what may be written.
        public let about: ValueForm.Key
        /// What may be written, in words.
        public let form: ValueForm
        let read: @Sendable (Value, inout Model) -> ValueProblem?

        /// A key for a value that is kept somewhere in the model.
        init<V: ParameterValue>(
            _ name: String, _ summary: String, _ path: any WritableKeyPath<Model, V> & Sendable,
            isRequired: Bool = false
        ) {
            self.init(name, summary, V.self, isRequired: isRequired) { $0[keyPath: path] = $1 }
        }

        /// A key for a value of which the model makes something.
        init<V: ParameterValue>(
            _ name: String, _ summary: String, _: V.Type, isRequired: Bool = false,
            take: @escaping @Sendable (inout Model, V) -> Void
        ) {
            form = V.form
            about = ValueForm.Key(name, summary, V.form.shape, isRequired: isRequired)
            read = { value, model in
                do throws(ValueProblem) {
                    take(&model, try V(value))
                    return nil
                } catch {
                    return error
                }
            }
        }
    }

    /// What they describe: `a link`.
    public let name: String
    /// All of them.
    public let all: [Key]

    init(_ name: String, _ all: [Key]) {
        self.name = name
        self.all = all
    }

    /// The map with these keys.
    public var shape: ValueForm.Shape { .object(all.map(\.about)) }

    /// Reads those that stand there. What is wrong is added, all of it.
    ///
    /// - Parameter others: keys that stand there for others to read.
    func read(
        _ entries: [Value.Entry], at place: Place, into model: inout Model, others: [String] = [],
        _ problems: inout [ValueProblem]
    ) {
        for entry in entries where !others.contains(entry.name) {
            guard let key = all.first(where: { $0.about.name == entry.name }) else {
                problems.append(unknown(entry, others))
                continue
            }
            if let problem = key.read(entry.value, &model) { problems.append(problem) }
        }
        for key in all where key.about.isRequired && !entries.contains(where: { $0.name == key.about.name }) {
            problems.append(
                ValueProblem(at: place, "\(name) needs \"\(key.about.name)\": \(key.about.summary)"))
        }
    }

    /// Reads a map, or throws the first thing that is wrong.
    func read(_ value: Value, into model: inout Model) throws(ValueProblem) {
        guard case .map(let entries) = value.content else {
            throw ValueProblem(
                expected: "\(name), a map of \(all.map(\.about.name).joined(separator: ", "))", found: value)
        }
        var problems: [ValueProblem] = []
        read(entries, at: value.place, into: &model, &problems)
        if let first = problems.first { throw first }
    }

    private func unknown(_ entry: Value.Entry, _ others: [String]) -> ValueProblem {
        let names = others + all.map(\.about.name)
        let hint =
            Suggestion.words(for: entry.name, among: names) ?? "it has \(names.joined(separator: ", "))"
        return ValueProblem(at: entry.place, "unknown key \"\(entry.name)\" of \(name), \(hint)")
    }
}
