import Closecall

/// As much of JSON Schema as the journal's uses: says why a value does not conform. A keyword that it does not know is
/// a complaint too, so that none is passed over.
struct SchemaValidator {
    let root: LineValue

    init(_ text: String) throws { root = try LineValue(text) }

    static func journal() throws -> SchemaValidator { try SchemaValidator(JournalSchema.text) }

    /// What is wrong with a line; nil for nothing.
    func complaint(about line: some StringProtocol) throws -> String? {
        complaint(root, try LineValue(line), "")
    }

    private func complaint(_ schema: LineValue, _ value: LineValue, _ place: String) -> String? {
        guard case .object(let keywords) = schema else { return "\(place): no schema" }
        for (keyword, rule) in keywords {
            if let complaint = complaint(keyword, rule, keywords, value, place) { return complaint }
        }
        return nil
    }

    private func complaint(
        _ keyword: String, _ rule: LineValue, _ schema: [String: LineValue], _ value: LineValue,
        _ place: String
    ) -> String? {
        switch keyword {
        case "$schema", "$defs", "title", "description": return nil
        case "$ref":
            let name = rule.text?.split(separator: "/").last.map(String.init) ?? ""
            guard let target = root["$defs"]?[name] else { return "\(place): no definition \(name)" }
            return complaint(target, value, place)
        case "oneOf":
            let complaints = rule.items.map { complaint($0, value, place) }
            let matches = complaints.count { $0 == nil }
            return matches == 1
                ? nil : "\(place): \(matches) match: \(complaints.compactMap { $0 }.joined(separator: " | "))"
        case "anyOf":
            let complaints = rule.items.map { complaint($0, value, place) }
            return complaints.contains(nil) ? nil : complaints.compactMap { $0 }.joined(separator: " | ")
        case "type": return value.types.contains(rule.text ?? "") ? nil : "\(place): \(value) is no \(rule)"
        case "const": return value == rule ? nil : "\(place): \(value) is not \(rule)"
        case "enum": return rule.items.contains(value) ? nil : "\(place): \(value) is not among \(rule)"
        case "pattern":
            guard let text = value.text, let regex = try? Regex(rule.text ?? "(") else { return nil }
            return text.wholeMatch(of: regex) != nil ? nil : "\(place): \(text) does not match \(rule)"
        case "minimum":
            return (value.number ?? 0) >= (rule.number ?? 0) ? nil : "\(place): \(value) is too small"
        case "maximum":
            return (value.number ?? 0) <= (rule.number ?? 0) ? nil : "\(place): \(value) is too large"
        case "items":
            return value.items.enumerated().lazy.compactMap { complaint(rule, $1, "\(place)/\($0)") }.first
        case "properties":
            guard case .object(let properties) = rule, case .object(let members) = value else { return nil }
            return properties.lazy.compactMap { name, schema in
                members[name].flatMap { complaint(schema, $0, "\(place)/\(name)") }
            }.first
        case "required":
            return rule.items.compactMap(\.text).first { value[$0] == nil }.map { "\(place): no \($0)" }
        case "additionalProperties":
            guard rule == .flag(false), case .object(let members) = value else { return nil }
            return members.keys.first { schema["properties"]?[$0] == nil }.map { "\(place): unknown \($0)" }
        default: return "\(place): the test knows no keyword \(keyword)"
        }
    }
}
