public import Faults

/// The JSON Schema (draft 2020-12) of scenario files, for editors: made of the tables that files are read by.
///
/// It is a help while writing, and a little more lenient than the reader: what depends on two keys at once, such as
/// whether a fault fits its rule, is not in it.
public enum ScenarioSchema {
    /// The schema's text.
    public static func text(catalog: [FaultKind] = FaultCatalog.all) -> String {
        let maps = ScenarioReference.maps.map { map in
            (map.name, node(.object(map.keys), described: map.summary))
        }
        return JSONNode.object([
            ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            ("title", .string("Closecall scenario")),
            ("$ref", .string("#/$defs/scenario")),
            ("$defs", .object(maps + [("step", steps), ("fault", faults(catalog))] + sharedNodes)),
        ]).text
    }
}

extension ScenarioSchema {
    private static func node(_ shape: ValueForm.Shape, described summary: String) -> JSONNode {
        .object([("description", .string(summary))] + members(shape))
    }

    private static func node(_ shape: ValueForm.Shape) -> JSONNode { .object(members(shape)) }

    /// Shapes that are long and stand in many places, such as the list of link presets: the schema says them once.
    private static let shared: [(name: String, shape: ValueForm.Shape)] = [
        ("link", LinkPair.form.shape), ("oneWayLink", LinkModel.form.shape), ("loss", LossModel.form.shape),
        ("payload", Payload.form.shape), ("linkPreset", presets),
    ].filter { $0.1 != .any }

    /// The list of preset names, where the shape of a link has one.
    private static var presets: ValueForm.Shape {
        func longest(_ shape: ValueForm.Shape) -> [ValueForm.Choice] {
            switch shape {
            case .choice(let choices): choices
            case .either(let shapes): shapes.map(longest).max { $0.count < $1.count } ?? []
            default: []
            }
        }
        return .choice(longest(LinkPair.form.shape))
    }

    private static var sharedNodes: [(String, JSONNode)] {
        shared.map { ($0.name, .object(ownMembers($0.shape))) }
    }

    private static func members(_ shape: ValueForm.Shape) -> [(String, JSONNode)] {
        if let name = shared.first(where: { $0.shape == shape })?.name {
            return [("$ref", .string("#/$defs/\(name)"))]
        }
        return ownMembers(shape)
    }

    private static func ownMembers(_ shape: ValueForm.Shape) -> [(String, JSONNode)] {
        switch shape {
        case .text(nil): [("type", .array(["string", "number", "boolean"].map { .string($0) }))]
        case .text(let pattern?): text(pattern)
        case .integer(let range): integer(range)
        case .number: [("type", .string("number"))]
        case .flag: [("type", .string("boolean"))]
        case .choice(let choices): [("anyOf", .array(choices.map(choice)))]
        case .either(let shapes): [("anyOf", .array(shapes.map { node($0) }))]
        case .list(let shape): [("type", .string("array")), ("items", node(shape))]
        case .object(let keys): object(keys)
        case .reference(let name): [("$ref", .string("#/$defs/\(name)"))]
        case .any: []
        }
    }

    /// A plain `15` is a number to YAML: where a number alone will do, it has to be allowed.
    private static func text(_ pattern: String) -> [(String, JSONNode)] {
        var types = ["string"]
        let number = Array("15".utf8)
        if let pattern = try? Pattern(pattern), pattern.firstMatch(in: number.span) != nil {
            types.append("number")
        }
        return [("type", .array(types.map { .string($0) })), ("pattern", .string(pattern))]
    }

    private static func integer(_ range: ClosedRange<Int>) -> [(String, JSONNode)] {
        var members: [(String, JSONNode)] = [("type", .string("integer"))]
        if range.lowerBound != .min { members.append(("minimum", .integer(range.lowerBound))) }
        if range.upperBound != .max { members.append(("maximum", .integer(range.upperBound))) }
        return members
    }

    private static func choice(_ choice: ValueForm.Choice) -> JSONNode {
        let clause = choice.clause.map { " (\($0))" } ?? ""
        let description = ("description", JSONNode.string(choice.summary + clause))
        if let number = number(choice.name) {
            return .object([("enum", .array([.string(choice.name), number])), description])
        }
        return .object([("const", .string(choice.name)), description])
    }

    /// A plain 307 is a number to YAML. `0x3` is none to JSON, nor is `1.`.
    private static func number(_ word: String) -> JSONNode? {
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2,
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { "0123456789".contains($0) } })
        else { return nil }
        return parts[0].count > 1 && parts[0].first == "0" ? nil : .number(word)
    }

    private static func object(_ keys: [ValueForm.Key]) -> [(String, JSONNode)] {
        let properties = keys.map { key -> (String, JSONNode) in
            let examples: [(String, JSONNode)] =
                key.examples.isEmpty ? [] : [("examples", .array(key.examples.map { .string($0) }))]
            return (
                key.name, .object([("description", .string(key.summary))] + members(key.shape) + examples)
            )
        }
        let required = keys.filter(\.isRequired).map { JSONNode.string($0.name) }
        return [("type", .string("object")), ("properties", .object(properties))]
            + (required.isEmpty ? [] : [("required", .array(required))])
            + [("additionalProperties", .flag(false))]
    }
}

// MARK: Words that stand alone or have something behind them

extension ScenarioSchema {
    private static var steps: JSONNode {
        wordOrMap(
            "a step of a play", alone: PlaySteps.words.filter(\.standsAlone).map { ($0.name, $0.summary) },
            PlaySteps.words.map { word in
                let shapes = word.standsAlone ? [null, node(word.shape)] : [node(word.shape)]
                return (word.name, anyOf(shapes, described: word.summary))
            })
    }

    private static func faults(_ catalog: [FaultKind]) -> JSONNode {
        wordOrMap(
            "a fault", alone: catalog.filter { !$0.needsMore }.map { ($0.name, $0.summary) },
            catalog.map { kind in
                let clause = kind.clause.map { " (\($0))" } ?? ""
                return (kind.name, anyOf(shapes(kind), described: kind.summary + clause))
            })
    }

    /// Nothing, a value for the first parameter, or a map of parameters.
    private static func shapes(_ kind: FaultKind) -> [JSONNode] {
        var shapes = kind.needsMore ? [] : [null]
        if let first = kind.parameters.first { shapes.append(node(first.form.shape)) }
        let keys = kind.parameters.map { parameter in
            let notes = [
                parameter.bounds, parameter.standard.map { "\($0) if left out" },
            ].compactMap { $0 }
            return ValueForm.Key(
                parameter.name, ([parameter.summary] + notes).joined(separator: "; "), parameter.form.shape,
                examples: parameter.form.examples, isRequired: parameter.isRequired)
        }
        if !keys.isEmpty { shapes.append(node(.object(keys))) }
        return shapes
    }

    private static let null = JSONNode.object([("type", .string("null"))])

    private static func anyOf(_ shapes: [JSONNode], described summary: String) -> JSONNode {
        .object([("description", .string(summary)), ("anyOf", .array(shapes))])
    }

    private static func wordOrMap(
        _ summary: String, alone: [(String, String)], _ properties: [(String, JSONNode)]
    ) -> JSONNode {
        let words = alone.map { choice(ValueForm.Choice($0.0, $0.1)) }
        let map = JSONNode.object([
            ("type", .string("object")), ("properties", .object(properties)), ("minProperties", .integer(1)),
            ("maxProperties", .integer(1)), ("additionalProperties", .flag(false)),
        ])
        return anyOf(words + [map], described: summary)
    }
}

extension FaultKind {
    /// Whether its word cannot stand alone.
    var needsMore: Bool { parameters.contains(where: \.isRequired) }
}
