internal import Faults

/// What a file's readers share: what is wrong so far, and which faults there are.
struct Reading {
    /// All that is wrong, in the order in which it was found.
    var problems: [ValueProblem] = []
    /// The faults by name.
    let catalog: [String: FaultKind]
    /// What rules may call a phase: nil until the phases are read.
    var phases: [String] = []

    init(_ catalog: [FaultKind]) {
        self.catalog = Dictionary(catalog.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Says that something is wrong.
    mutating func refuse(_ place: Place, _ message: String) {
        problems.append(ValueProblem(at: place, message))
    }

    /// Reads a value of a type; nil where that cannot be, which is said.
    mutating func value<V: ParameterValue>(_ type: V.Type, _ value: Value) -> V? {
        do throws(ValueProblem) {
            return try V(value)
        } catch {
            problems.append(error)
            return nil
        }
    }

    /// The values of a list; none where it is no list, which is said.
    mutating func list(_ value: Value, of things: String) -> [Value] {
        if case .list(let values) = value.content { return values }
        refuse(value.place, "expected a list of \(things), each behind a \"- \", found \(value.described)")
        return []
    }
}
