internal import Faults

/// Reads `do`: one fault or a list, a bare word each or a word with its parameters.
struct FaultsReading {
    /// A fault with its description and its place.
    struct Named {
        let fault: any Fault
        let kind: FaultKind
        let place: Place
    }

    static func faults(_ value: Value, _ reading: inout Reading) -> [Named] {
        guard case .list(let items) = value.content else { return faults(in: value, &reading) }
        if items.isEmpty {
            reading.refuse(value.place, "expected a fault such as drop, found an empty list")
        }
        return items.flatMap { faults(in: $0, &reading) }
    }

    private static func faults(in value: Value, _ reading: inout Reading) -> [Named] {
        switch value.content {
        case .scalar(let name, _) where !value.isNull:
            return fault(name, nil, at: value.place, &reading).map { [$0] } ?? []
        case .map(let entries) where !entries.isEmpty:
            if entries.count > 1 { refuse(entries, &reading) }
            return fault(entries[0].name, entries[0].value, at: entries[0].place, &reading).map { [$0] } ?? []
        case .scalar, .map, .list:
            reading.problems.append(
                ValueProblem(expected: "a fault such as drop or \"truncate: { keep: 50% }\"", found: value))
            return []
        }
    }

    /// The order of a map's keys means nothing in YAML, and that of faults does.
    private static func refuse(_ entries: [Value.Entry], _ reading: inout Reading) {
        let (first, second) = (entries[0], entries[1])
        let parameters = reading.catalog[first.name]?.parameters.map(\.name) ?? []
        let message =
            parameters.contains(second.name)
            ? "\"\(second.name)\" is a parameter of \"\(first.name)\": write \(first.name): { \(second.name): … }"
            : "expected one fault behind each \"- \", found \"\(second.name)\" beside \"\(first.name)\""
        reading.refuse(second.place, message)
    }

    private static func fault(
        _ name: String, _ value: Value?, at place: Place, _ reading: inout Reading
    ) -> Named? {
        guard let kind = reading.catalog[name] else {
            let hint = Suggestion.words(for: name, among: reading.catalog.keys.sorted())
            reading.refuse(
                place, "unknown fault \"\(name)\", \(hint ?? "see the list that \"closecall faults\" prints")"
            )
            return nil
        }
        return kind.fault(from: value, at: place, &reading.problems).map {
            Named(fault: $0, kind: kind, place: place)
        }
    }
}
