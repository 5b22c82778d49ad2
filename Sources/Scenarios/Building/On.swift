public import Faults
internal import Observer

/// A rule of a scenario that is written in Swift: what stands in a file behind `when` and `do`.
///
/// ```swift
/// On(.text, direction: .toClient, nth: 3) {
///     Truncate { $0.keep = .share(0.5) }
///     ResetConnection()
/// }
/// ```
///
/// What is left out is as in a file: what the rule is about, and which way that goes, are as its faults say.
public struct On: Sendable {
    let draft: WhenDraft
    let faults: [any Fault]
    let name: String?
    let file: String
    let place: Place

    /// A rule.
    ///
    /// - Parameters:
    ///   - kinds: what it is about.
    ///   - direction: which way that goes.
    ///   - nth: which of those that all else holds for, counted from 1: `3`, `.range(2...4)`, `.everyNth(3)`.
    ///   - condition: what has to be true of it.
    ///   - offset: a place in the direction's bytes, in place of `kinds`.
    ///   - after: not before so much of the session has passed.
    ///   - until: not when so much of the session has passed.
    ///   - phase: only in this phase.
    ///   - session: only in these sessions.
    ///   - probability: how likely it fires when all else holds, from 0 to 1.
    ///   - loss: fires as this model loses packets.
    ///   - limit: at most so many times in a session and direction.
    ///   - name: what it is called in reports.
    ///   - faults: what it does, in order.
    public init(
        _ kinds: KindWord..., direction: DirectionChoice? = nil, nth: Occasion? = nil,
        where condition: Condition? = nil, offset: ByteCount? = nil, after: Duration? = nil,
        until: Duration? = nil, phase: String? = nil, session: SessionTest? = nil,
        probability: Double? = nil, loss: LossModel? = nil, limit: Int? = nil, name: String? = nil,
        file: String = #fileID, line: Int = #line, @FaultsBuilder do faults: () -> [any Fault]
    ) {
        var draft = WhenDraft()
        draft.direction = direction
        draft.kinds = kinds.isEmpty ? nil : OneOrMore(kinds)
        draft.offset = offset
        draft.nth = nth.map { OccasionValue($0) }
        if let condition { draft.conditions.parts = [condition] }
        draft.after = after
        draft.until = until
        draft.phase = phase
        draft.session = session
        draft.probability = probability.map { Share($0) }
        draft.loss = loss
        draft.limit = limit
        place = Place(line: line, column: 1)
        draft.notePlaces(place)
        self.draft = draft
        self.faults = faults()
        self.name = name
        self.file = file
    }
}

extension WhenDraft {
    /// All that is given stands where the rule stands.
    fileprivate mutating func notePlaces(_ place: Place) {
        let given: [(String, Bool)] = [
            ("kind", kinds != nil), ("nth", nth != nil), ("until", until != nil), ("loss", loss != nil),
            ("contains", !conditions.parts.isEmpty),
        ]
        for (key, isGiven) in given where isGiven { places[key] = place }
        if !conditions.parts.isEmpty { conditions.place = place }
    }
}

extension On {
    /// The rule, the `number`-th of its scenario; nil where something is wrong, which is said.
    func rule(number: Int, _ reading: inout Reading) -> Rule? {
        let before = reading.problems.count
        let described = faults.compactMap { named($0, &reading) }
        if faults.isEmpty { reading.refuse(place, "a rule needs a fault between its braces, such as Drop()") }
        if let limit = draft.limit, limit < 1 {
            reading.refuse(place, "expected \"limit\" to be 1 or more, found \(limit)")
        }
        if let phase = draft.phase, !reading.phases.contains(phase) {
            let names = reading.phases.joined(separator: ", ")
            let known = names.isEmpty ? "there are none" : "there are \(names)"
            reading.refuse(place, "unknown phase \"\(phase)\", \(known)")
        }
        guard reading.problems.count == before else { return nil }
        let when = WhenReading(draft: draft, faults: described).when(&reading)
        guard reading.problems.count == before else { return nil }
        let words = described.map(\.kind.name).joined(separator: ", ")
        return Rule(
            name: name ?? "rule \(number) (\(words))", identity: name ?? identity(when, described),
            when: when,
            faults: faults, at: place)
    }

    private func named(_ fault: any Fault, _ reading: inout Reading) -> FaultsReading.Named? {
        guard let kind = FaultCatalog.all.first(where: { $0.describes(fault) }) else {
            reading.refuse(place, "\(type(of: fault)) is no fault of the catalog")
            return nil
        }
        for complaint in kind.complaints(about: fault) { reading.refuse(place, complaint) }
        return FaultsReading.Named(fault: fault, kind: kind, place: place)
    }

    /// What it says, so that its random choices stay the same wherever it stands.
    private func identity(_ when: When, _ named: [FaultsReading.Named]) -> String {
        let faults = named.map { named in
            let given = named.kind.written(named.fault).map { "\($0.name): \($0.value ?? "…")" }
            return "\(named.kind.name) {\(given.joined(separator: ", "))}"
        }
        let directions = when.directions.map { "\($0)" }.joined(separator: ", ")
        return "\(when.subject) \(directions) \(when.occasion) → \(faults.joined(separator: ", "))"
    }
}

/// Gathers the faults of a rule.
@resultBuilder
public enum FaultsBuilder {
    /// A fault.
    public static func buildExpression(_ fault: some Fault) -> [any Fault] { [fault] }
    /// Faults made elsewhere.
    public static func buildExpression(_ faults: [any Fault]) -> [any Fault] { faults }
    /// All of them, in order.
    public static func buildBlock(_ faults: [any Fault]...) -> [any Fault] { faults.flatMap { $0 } }
    /// Those of a condition that holds.
    public static func buildOptional(_ faults: [any Fault]?) -> [any Fault] { faults ?? [] }
    /// Those of the one branch.
    public static func buildEither(first: [any Fault]) -> [any Fault] { first }
    /// Those of the other branch.
    public static func buildEither(second: [any Fault]) -> [any Fault] { second }
    /// Those of each turn.
    public static func buildArray(_ faults: [[any Fault]]) -> [any Fault] { faults.flatMap { $0 } }
}
