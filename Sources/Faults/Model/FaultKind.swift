public import Observer

/// A fault's description without its type: what the catalog is a list of.
public struct FaultKind: Sendable {
    /// One parameter.
    public struct ParameterInfo: Sendable {
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
        /// The bounds, in words.
        public let bounds: String?
    }

    /// Its word in scenario files.
    public let name: String
    /// What it works on.
    public let layer: Layer
    /// What it does, in one line.
    public let summary: String
    /// What happens on the wire, and why a person wants it.
    public let details: String
    /// The clause it breaks or uses.
    public let clause: String?
    /// What clients are known to do about it.
    public let clients: String?
    /// A rule in YAML.
    public let example: String
    /// The direction its rule is about when it does not say; nil for both.
    public let direction: Direction?
    /// Whether it lasts.
    public let isLasting: Bool
    /// Its parameters, the one a bare value is for first.
    public let parameters: [ParameterInfo]
    /// The name of its Swift type: the file it stands in is called so.
    public var typeName: String { "\(type)" }
    private let type: any Fault.Type
    private let complaints: @Sendable (any Fault) -> [String]
    private let print: @Sendable (any Fault) -> [(name: String, value: String?)]
    private let decode: @Sendable (Value?, Place, inout [ValueProblem]) -> (any Fault)?

    /// The description of a type of fault.
    public init<F: Fault>(_ type: F.Type) {
        let about = F.about
        name = about.name
        layer = about.layer
        summary = about.summary
        details = about.details
        clause = about.clause
        clients = about.clients
        example = about.example
        direction = about.direction
        isLasting = type is any LastingFault.Type
        self.type = type
        parameters = about.parameters.map {
            ParameterInfo(
                name: $0.name, form: $0.form, summary: $0.summary, standard: $0.standard,
                isRequired: $0.isRequired, bounds: $0.bounds)
        }
        complaints = { fault in
            guard let fault = fault as? F else { return [] }
            return about.parameters.compactMap { parameter in
                parameter.complaint(fault).map { "\"\(parameter.name)\" of \"\(about.name)\": \($0)" }
            } + (fault.conflict.map { ["\"\(about.name)\": \($0)"] } ?? [])
        }
        print = { fault in
            guard let fault = fault as? F else { return [] }
            return about.parameters.map { ($0.name, $0.written(fault)) }
        }
        decode = { value, place, problems in
            FaultReading(about, at: place).fault(from: value, &problems)
        }
    }

    /// Whether a fault is of this kind.
    package func describes(_ fault: any Fault) -> Bool { Swift.type(of: fault) == type }

    /// What is wrong with a fault of this kind that was made by hand: a file could not have said it.
    package func complaints(about fault: any Fault) -> [String] { complaints(fault) }

    /// A fault of this kind as it would be written; nil where there is no short form, or nothing to write.
    package func written(_ fault: any Fault) -> [(name: String, value: String?)] { print(fault) }

    /// Reads one, from what stands behind its word: nothing, a value for the first parameter, or a map of parameters.
    ///
    /// - Parameters:
    ///   - value: nil for a bare word.
    ///   - place: where the word stands.
    ///   - problems: what is wrong is added here, all of it; nil is returned then.
    public func fault(from value: Value?, at place: Place, _ problems: inout [ValueProblem]) -> (any Fault)? {
        decode(value, place, &problems)
    }
}

/// Reads one fault by its description.
private struct FaultReading<F: Fault> {
    let about: About<F>
    let place: Place

    init(_ about: About<F>, at place: Place) {
        self.about = about
        self.place = place
    }

    func fault(from value: Value?, _ problems: inout [ValueProblem]) -> (any Fault)? {
        let before = problems.count
        var fault = F()
        var given: Set<String> = []
        if let value, !value.isNull {
            if case .map(let entries) = value.content, !firstTakesMaps {
                for entry in entries { read(entry, into: &fault, &given, &problems) }
            } else if let first = about.parameters.first {
                given.insert(first.name)
                if let problem = first.read(value, &fault) { problems.append(problem) }
            } else {
                problems.append(
                    ValueProblem(
                        at: value.place, "\"\(about.name)\" has no parameters, found \(value.described)"))
            }
        }
        for parameter in about.parameters where parameter.isRequired && !given.contains(parameter.name) {
            problems.append(
                ValueProblem(at: place, "\"\(about.name)\" needs \"\(parameter.name)\": \(parameter.summary)")
            )
        }
        if problems.count == before, let conflict = fault.conflict {
            problems.append(ValueProblem(at: place, "\"\(about.name)\": \(conflict)"))
        }
        return problems.count == before ? fault : nil
    }

    /// A fault whose only parameter is a map itself, such as a link model, takes it whole.
    private var firstTakesMaps: Bool {
        about.parameters.count == 1
            && (about.parameters[0].form.shape == .any || about.parameters[0].name == about.name)
    }

    private func read(
        _ entry: Value.Entry, into fault: inout F, _ given: inout Set<String>,
        _ problems: inout [ValueProblem]
    ) {
        guard let parameter = about.parameters.first(where: { $0.name == entry.name }) else {
            let names = about.parameters.map(\.name)
            let hint = Suggestion.words(for: entry.name, among: names)
            let known = names.isEmpty ? "it has no parameters" : "it has \(names.joined(separator: ", "))"
            problems.append(
                ValueProblem(
                    at: entry.place,
                    "unknown parameter \"\(entry.name)\" of \"\(about.name)\", \(hint ?? known)"))
            return
        }
        given.insert(parameter.name)
        if let problem = parameter.read(entry.value, &fault) { problems.append(problem) }
    }
}
