internal import Closecall
internal import Faults
internal import Observer

/// A JSON object that a client has sent, or nothing, which is an empty one.
///
/// What is not known is refused: a misspelt name that is passed over makes a test pass that tests nothing.
struct NativeBody {
    private let members: [JSONValue.Member]

    init(_ request: RoutedRequest, knows names: [String]) throws(NativeError) {
        try request.checkType()
        try self.init(request.body, knows: names)
    }

    init(_ bytes: [UInt8], knows names: [String]) throws(NativeError) {
        guard !bytes.isEmpty else {
            members = []
            return
        }
        let value: JSONValue
        do throws(JSONViolation) {
            value = try JSONValue(bytes.span)
        } catch {
            throw NativeError(400, "the body is no JSON: \(error)")
        }
        guard let members = value.members else {
            throw NativeError(400, "expected a JSON object as the body, found \(value.words)")
        }
        for member in members where !names.contains(member.name) {
            let hint = Suggestion.words(for: member.name, among: names)
            throw .wrong(
                "unknown \"\(member.name)\", \(hint ?? "there are \(names.joined(separator: ", "))")")
        }
        self.members = members.filter { $0.value != .null }
    }

    /// What stands there; nil for nothing and for null.
    subscript(name: String) -> JSONValue? { members.first { $0.name == name }?.value }

    func text(_ name: String) throws(NativeError) -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.text else { throw Self.mismatch(name, "a text", value) }
        return text
    }

    func flag(_ name: String) throws(NativeError) -> Bool? {
        guard let value = self[name] else { return nil }
        guard let flag = value.flag else { throw Self.mismatch(name, "true or false", value) }
        return flag
    }

    /// A share of all, from 0 to 1.
    func share(_ name: String) throws(NativeError) -> Double? {
        guard let value = self[name] else { return nil }
        guard let number = value.number, 0...1 ~= number else {
            throw Self.mismatch(name, "a number from 0 to 1", value)
        }
        return number
    }

    /// 64 bits, as a number or as a text: many readers of JSON keep no more than 53 of a number.
    func seed(_ name: String) throws(NativeError) -> UInt64? {
        guard let value = self[name] else { return nil }
        guard let seed = value.whole(UInt64.self) ?? value.text.flatMap({ UInt64($0) }) else {
            throw Self.mismatch(name, "a whole number from 0 to \(UInt64.max)", value)
        }
        return seed
    }

    func duration(_ name: String) throws(NativeError) -> Duration? {
        try text(name).map { text throws(NativeError) in try Self.duration(text, name) }
    }

    func direction(_ name: String) throws(NativeError) -> Direction? {
        guard let text = try text(name) else { return nil }
        guard let choice = DirectionChoice(rawValue: text) else {
            throw Self.mismatch(name, "toServer, toClient or both", .text(text))
        }
        return choice.directions.count == 1 ? choice.directions.first : nil
    }

    /// As scenarios have it: `250ms`.
    static func duration(_ text: String, _ name: String) throws(NativeError) -> Duration {
        do throws(ValueProblem) {
            return try Duration(Value(text))
        } catch {
            throw .wrong("\"\(name)\": \(error.message)")
        }
    }

    private static func mismatch(_ name: String, _ expected: String, _ value: JSONValue) -> NativeError {
        .wrong("\"\(name)\": expected \(expected), found \(value.words)")
    }
}

extension RoutedRequest {
    /// Clients say all kinds of things of a body, and most say nothing that was meant. What cannot be read as it stands
    /// is refused: parts of a form, and what is packed.
    func checkType() throws(NativeError) {
        let type = request.headers["Content-Type"]?.lowercased() ?? ""
        guard !type.hasPrefix("multipart/") else {
            throw NativeError(
                415,
                "expected the body as it is, found \(type.debugDescription): send it with curl --data-binary @FILE"
            )
        }
        if let coding = request.headers["Content-Encoding"], coding.lowercased() != "identity" {
            throw NativeError(415, "expected no Content-Encoding, found \(coding.debugDescription)")
        }
    }
}

extension JSONValue {
    /// How it is spoken of in messages.
    var words: String {
        switch self {
        case .null: "null"
        case .flag(let flag): "\(flag)"
        case .integer(let number): "\(number)"
        case .decimal(let number): "\(number)"
        case .text(let text): text.count > 40 ? "\"\(text.prefix(40))…\"" : "\"\(text)\""
        case .array: "an array"
        case .object: "an object"
        }
    }
}
