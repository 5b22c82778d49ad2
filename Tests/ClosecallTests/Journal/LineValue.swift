import Foundation

/// A JSON value, with whole numbers told from others and flags from numbers.
indirect enum LineValue: Decodable, Equatable {
    case null
    case flag(Bool)
    case whole(Double)
    case number(Double)
    case text(String)
    case list([LineValue])
    case object([String: LineValue])

    init(_ text: some StringProtocol) throws {
        self = try JSONDecoder().decode(LineValue.self, from: Data(text.utf8))
    }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let whole = try? value.decode(UInt64.self) {
            self = .whole(Double(whole))
        } else if let number = try? value.decode(Double.self) {
            self = number.rounded() == number ? .whole(number) : .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([LineValue].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: LineValue].self))
        }
    }

    subscript(_ name: String) -> LineValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }
    subscript(_ index: Int) -> LineValue? {
        if case .list(let items) = self, items.indices.contains(index) { items[index] } else { nil }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var items: [LineValue] { if case .list(let items) = self { items } else { [] } }
    var number: Double? {
        switch self {
        case .whole(let number), .number(let number): number
        default: nil
        }
    }

    /// The types of JSON Schema that it has.
    var types: Set<String> {
        switch self {
        case .null: ["null"]
        case .flag: ["boolean"]
        case .whole: ["integer", "number"]
        case .number: ["number"]
        case .text: ["string"]
        case .list: ["array"]
        case .object: ["object"]
        }
    }
}
