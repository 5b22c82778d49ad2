import Closecall

@testable import Control

/// Holds answers against an OpenAPI document: as much of JSON Schema as ours uses. A keyword that it does not know is a
/// complaint, too.
struct OpenAPIReader {
    let document: JSONValue

    init(_ document: JSONValue) throws { self.document = document }

    /// What is wrong with an answer; nil for nothing.
    func complaint(
        about answer: HTTPClient.Answer, to method: String, _ target: String, of routes: [Route]
    ) -> String? {
        let path = target.split(separator: "?").first.map(String.init) ?? target
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(
            String.init)
        let route = routes.first { $0.pattern.match(segments) != nil && $0.answers(method) }
        guard let route else { return (404...405).contains(answer.status) ? nil : "no route" }
        guard let operation = document["paths"]?[route.path]?[method == "HEAD" ? "get" : method.lowercased()]
        else {
            return "\(method) \(route.path) is not in the document"
        }
        let responses = operation["responses"]
        let isCommon = [400, 401, 403, 413, 431].contains(answer.status)
        guard let response = responses?["\(answer.status)"] ?? (isCommon ? responses?["default"] : nil) else {
            return "\(answer.status) is not in the document"
        }
        if method == "HEAD" { return nil }
        guard let content = response["content"]?.members?.first else {
            return answer.body.isEmpty ? nil : "a body that the document does not have"
        }
        let type = answer.header("Content-Type") ?? ""
        guard type.hasPrefix(content.name) else { return "\(type) is not \(content.name)" }
        guard content.name == "application/json" else { return nil }
        let bytes = Array(answer.body.utf8)
        guard let value = try? JSONValue(bytes.span), let schema = content.value["schema"] else {
            return "no JSON, or no schema"
        }
        return complaint(schema, value, "")
    }

    /// What is wrong with a value that is to be of a form.
    func complaint(about value: JSONValue, form name: String) -> String? {
        guard let schema = document["components"]?["schemas"]?[name] else { return "no form \(name)" }
        return complaint(schema, value, "")
    }

    private func complaint(_ schema: JSONValue, _ value: JSONValue, _ place: String) -> String? {
        for keyword in schema.members ?? [] {
            if let found = complaint(keyword.name, keyword.value, schema, value, place) { return found }
        }
        return nil
    }

    private func complaint(
        _ keyword: String, _ rule: JSONValue, _ schema: JSONValue, _ value: JSONValue, _ place: String
    ) -> String? {
        let wrong = "\(place): \(GoJSON.bytes(value).text.prefix(80)) against \(keyword)"
        switch keyword {
        case "description": return nil
        case "$ref":
            let name = rule.text?.split(separator: "/").last.map(String.init) ?? ""
            return complaint(about: value, form: name).map { "\(place)\($0)" }
        case "anyOf":
            let found = (rule.elements ?? []).map { complaint($0, value, place) }
            return found.contains(nil) ? nil : found.compactMap { $0 }.joined(separator: " | ")
        case "type": return value.types.contains(rule.text ?? "") ? nil : "\(wrong) \(rule.text ?? "")"
        case "const": return value == rule ? nil : wrong
        case "enum": return rule.elements?.contains(value) == true ? nil : wrong
        case "pattern":
            guard let text = value.text, let regex = try? Regex(rule.text ?? "(") else { return wrong }
            return text.wholeMatch(of: regex) != nil ? nil : wrong
        case "minimum": return (value.number ?? 0) >= (rule.number ?? 0) ? nil : wrong
        case "maximum": return (value.number ?? 0) <= (rule.number ?? 0) ? nil : wrong
        case "items":
            return (value.elements ?? []).enumerated().lazy
                .compactMap { complaint(rule, $1, "\(place)/\($0)") }.first
        case "properties":
            return (rule.members ?? []).lazy.compactMap { property in
                value[property.name].flatMap { complaint(property.value, $0, "\(place)/\(property.name)") }
            }.first
        case "required":
            return (rule.elements ?? []).compactMap(\.text).first { value[$0] == nil }
                .map { "\(place): no \($0)" }
        case "additionalProperties" where rule == .flag(false):
            return value.members?.first { schema["properties"]?[$0.name] == nil }
                .map { "\(place): unknown \($0.name)" }
        case "additionalProperties":
            return (value.members ?? []).lazy.compactMap { complaint(rule, $0.value, "\(place)/\($0.name)") }
                .first
        default: return "\(place): the test knows no keyword \(keyword)"
        }
    }
}

extension JSONValue {
    fileprivate var types: [String] {
        switch self {
        case .null: ["null"]
        case .flag: ["boolean"]
        case .integer: ["integer", "number"]
        case .decimal: ["number"]
        case .text: ["string"]
        case .array: ["array"]
        case .object: ["object"]
        }
    }
}
