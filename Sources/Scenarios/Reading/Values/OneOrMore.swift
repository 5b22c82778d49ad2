internal import Faults

/// A value, or a list of them.
struct OneOrMore<Element: ParameterValue>: ParameterValue {
    var values: [Element]

    static var form: ValueForm { .oneOrMore(Element.form) }

    /// These, of which there is one at least.
    init(_ values: [Element]) { self.values = values }

    init(_ value: Value) throws(ValueProblem) {
        guard case .list(let items) = value.content else {
            values = [try Element(value)]
            return
        }
        guard !items.isEmpty else {
            throw ValueProblem(
                at: value.place, "expected \(Element.form.name), found an empty list")
        }
        values = []
        for item in items { values.append(try Element(item)) }
    }

    var written: String? {
        let written = values.map { $0.written ?? "" }
        return written.count == 1 ? written[0] : "[\(written.joined(separator: ", "))]"
    }
}
