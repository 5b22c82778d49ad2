internal import Closecall

/// What a value in a request or an answer may be, as far as a client has to know.
indirect enum Schema: Sendable {
    case text
    case flag
    case number
    case whole(atLeast: Int)
    case words([String])
    /// One of `Forms`, by its name.
    case form(String)
    case list(Schema)
    /// An object whose names are somebody's own.
    case map(Schema)
    case either([Schema])
    case orNull(Schema)
    case anything

    /// As JSON Schema (draft 2020-12), which is what OpenAPI 3.1 has.
    var json: JSONValue { .record(pairs: members) }

    private var members: [(String, JSONValue)] {
        switch self {
        case .text: [("type", .text("string"))]
        case .flag: [("type", .text("boolean"))]
        case .number: [("type", .text("number"))]
        case .whole(let least): [("type", .text("integer")), ("minimum", .integer(Int128(least)))]
        case .words(let words): [("type", .text("string")), ("enum", .array(words.map(JSONValue.text)))]
        case .form(let name): [("$ref", .text("#/components/schemas/\(name)"))]
        case .list(let schema): [("type", .text("array")), ("items", schema.json)]
        case .map(let schema): [("type", .text("object")), ("additionalProperties", schema.json)]
        case .either(let schemas): [("anyOf", .array(schemas.map(\.json)))]
        case .orNull(let schema):
            [("anyOf", .array([.record(["type": .text("null")]), schema.json]))]
        case .anything: []
        }
    }
}

/// An object that stands in requests and answers: all its fields, and no other.
struct Form: Sendable {
    /// A field, which is there unless it is optional.
    struct Field: Sendable {
        let name: String
        let schema: Schema
        let summary: String
        let isOptional: Bool

        init(_ name: String, _ schema: Schema, _ summary: String, isOptional: Bool = false) {
            self.name = name
            self.schema = schema
            self.summary = summary
            self.isOptional = isOptional
        }
    }

    let name: String
    let summary: String
    let fields: [Field]

    init(_ name: String, _ summary: String, _ fields: [Field]) {
        self.name = name
        self.summary = summary
        self.fields = fields
    }

    var json: JSONValue {
        let properties = fields.map { field in
            (field.name, JSONValue.record(["description": .text(field.summary)]).with(field.schema.json))
        }
        let required = fields.filter { !$0.isOptional }.map { JSONValue.text($0.name) }
        return .record([
            "description": .text(summary), "type": .text("object"), "properties": .record(pairs: properties),
            "required": .array(required), "additionalProperties": .flag(false),
        ])
    }
}
