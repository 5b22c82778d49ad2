import Faults
import Foundation

/// As much of JSON Schema as our schema uses: says why a value does not conform; nil if it does.
struct SchemaChecker {
    enum Failure: Error { case unreadable }

    let root: [String: Any]

    init(_ text: String) throws {
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        guard let root = object as? [String: Any] else { throw Failure.unreadable }
        self.root = root
    }

    func complaint(about value: Value) -> String? { complaint(root, value) }

    private func complaint(_ schema: [String: Any], _ value: Value) -> String? {
        let place = "\(value.place.line):\(value.place.column)"
        for (keyword, rule) in schema {
            switch (keyword, rule) {
            case ("$ref", let path as String):
                guard let target = resolved(path) else { return "\(place): no \(path)" }
                if let complaint = complaint(target, value) { return complaint }
            case ("anyOf", let options as [[String: Any]]):
                let complaints = options.map { complaint($0, value) }
                if !complaints.contains(nil) {
                    return "\(place): none of \(complaints.compactMap { $0 }.joined(separator: " | "))"
                }
            case ("type", let name as String):
                if !types(value).contains(name) { return "\(place): \(value.described) is no \(name)" }
            case ("type", let names as [String]):
                if types(value).isDisjoint(with: names) {
                    return "\(place): \(value.described) is none of \(names)"
                }
            case ("const", let text as String):
                if value.text != text { return "\(place): \(value.described) is not \(text)" }
            case ("enum", let options as [Any]):
                let words = options.compactMap { $0 as? String }
                if !words.contains(value.text ?? "") {
                    return "\(place): \(value.described) is none of \(words)"
                }
            case ("pattern", let source as String):
                let bytes = Array((value.text ?? "").utf8)
                if types(value).contains("string"), (try? Pattern(source))?.firstMatch(in: bytes.span) == nil
                {
                    return "\(place): \(value.described) does not match \(source)"
                }
            case ("minimum", let bound as Double):
                if let number = Double(value.text ?? ""), number < bound { return "\(place): under \(bound)" }
            case ("maximum", let bound as Double):
                if let number = Double(value.text ?? ""), number > bound { return "\(place): over \(bound)" }
            default:
                if let complaint = partsComplaint(keyword, rule, schema, value) {
                    return "\(place): \(complaint)"
                }
            }
        }
        return nil
    }

    private func partsComplaint(
        _ keyword: String, _ rule: Any, _ schema: [String: Any], _ value: Value
    ) -> String? {
        switch (keyword, rule, value.content) {
        case ("items", let item as [String: Any], .list(let values)):
            return values.lazy.compactMap { complaint(item, $0) }.first
        case ("properties", let properties as [String: [String: Any]], .map(let entries)):
            return entries.lazy.compactMap { entry in
                properties[entry.name].flatMap { complaint($0, entry.value) }
            }
            .first
        case ("additionalProperties", false as Bool, .map(let entries)):
            let known = (schema["properties"] as? [String: Any]) ?? [:]
            return entries.first { known[$0.name] == nil }.map { "unknown \($0.name)" }
        case ("required", let names as [String], .map(let entries)):
            return names.first { name in !entries.contains { $0.name == name } }.map { "no \($0)" }
        case ("minProperties", let count as Int, .map(let entries)):
            return entries.count < count ? "too few keys" : nil
        case ("maxProperties", let count as Int, .map(let entries)):
            return entries.count > count ? "too many keys" : nil
        default: return nil
        }
    }

    /// The JSON types that a YAML reader may take a value for (YAML 1.2 §10.3).
    private func types(_ value: Value) -> Set<String> {
        switch value.content {
        case .list: return ["array"]
        case .map: return ["object"]
        case .scalar(_, isPlain: false): return ["string"]
        case .scalar(let text, _):
            if value.isNull { return ["null"] }
            if text == "true" || text == "false" { return ["boolean"] }
            if Int(text) != nil { return ["integer", "number"] }
            // Swift reads 0x3 as a number with a point, YAML as a whole one.
            if text.hasPrefix("0x"), Int(text.dropFirst(2), radix: 16) != nil {
                return ["number", "integer"]
            }
            return Double(text) != nil ? ["number"] : ["string"]
        }
    }

    private func resolved(_ path: String) -> [String: Any]? {
        var target: Any = root
        for step in path.split(separator: "/").dropFirst() {
            guard let next = (target as? [String: Any])?[String(step)] else { return nil }
            target = next
        }
        return target as? [String: Any]
    }
}
