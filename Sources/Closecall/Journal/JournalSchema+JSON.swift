internal import Scenarios

extension JournalSchema {
    /// A JSON Schema (draft 2020-12) that every line of a journal conforms to.
    public static var text: String {
        JSONNode.object([
            ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            ("title", .string("A line of a Closecall journal")),
            ("oneOf", .array(lines.map { reference($0.name) })),
            ("$defs", .object((lines + parts).map { ($0.name, node($0)) })),
        ]).text
    }

    private static func reference(_ name: String) -> JSONNode {
        .object([("$ref", .string("#/$defs/\(name)"))])
    }

    private static func node(_ form: Form) -> JSONNode {
        let properties = form.fields.map { field in
            (field.name, JSONNode.object([("description", .string(field.summary))] + members(field.shape)))
        }
        let required = form.fields.filter { !$0.isOptional }.map { JSONNode.string($0.name) }
        return .object([
            ("description", .string(form.summary)), ("type", .string("object")),
            ("properties", .object(properties)), ("required", .array(required)),
            ("additionalProperties", .flag(false)),
        ])
    }

    private static func members(_ shape: Shape) -> [(String, JSONNode)] {
        switch shape {
        case .text: [("type", .string("string"))]
        case .form(let pattern, _): [("type", .string("string")), ("pattern", .string(pattern))]
        case .words(let words) where words.count == 1: [("const", .string(words[0]))]
        case .words(let words): [("type", .string("string")), ("enum", .array(words.map { .string($0) }))]
        case .whole(let least): [("type", .string("integer")), ("minimum", .integer(least))]
        case .share: [("type", .string("number")), ("minimum", .integer(0)), ("maximum", .integer(1))]
        case .seconds: [("type", .string("number")), ("minimum", .integer(0))]
        case .flag: [("type", .string("boolean"))]
        case .list(let shape): [("type", .string("array")), ("items", .object(members(shape)))]
        case .part(let name): [("$ref", .string("#/$defs/\(name)"))]
        case .orNull(let shape):
            [("anyOf", .array([.object([("type", .string("null"))]), .object(members(shape))]))]
        }
    }
}
