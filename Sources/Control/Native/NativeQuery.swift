internal import Closecall
internal import Faults

/// What stands behind the question mark. What a route does not know is refused, as in bodies.
struct NativeQuery {
    private let values: [String: String]

    init(_ request: RoutedRequest, knows names: [String]) throws(NativeError) {
        var values: [String: String] = [:]
        for pair in (request.request.query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = HTTPRequest.decoded(parts[0])
            guard names.contains(name) else {
                let hint = Suggestion.words(for: name, among: names)
                let known = names.isEmpty ? "there is none" : "there are \(names.joined(separator: ", "))"
                throw NativeError(400, "unknown parameter \"\(name)\", \(hint ?? known)")
            }
            guard values[name] == nil else { throw NativeError(400, "\"\(name)\" is given twice") }
            values[name] = parts.count == 2 ? HTTPRequest.decoded(parts[1]) : ""
        }
        self.values = values
    }

    subscript(name: String) -> String? { values[name] }

    func whole(_ name: String, in range: ClosedRange<Int>) throws(NativeError) -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw NativeError(
                400,
                "\"\(name)\": expected a whole number from \(range.lowerBound) to \(range.upperBound), found "
                    + "\"\(text)\"")
        }
        return number
    }

    func flag(_ name: String) throws(NativeError) -> Bool? {
        guard let text = values[name] else { return nil }
        guard let flag = Bool(text) else {
            throw NativeError(400, "\"\(name)\": expected true or false, found \"\(text)\"")
        }
        return flag
    }

    /// As scenarios have it, a minute at most.
    func duration(_ name: String) throws(NativeError) -> Duration? {
        guard let text = values[name] else { return nil }
        let duration = try NativeBody.duration(text, name)
        guard duration <= Self.longest else {
            throw NativeError(
                400, "\"\(name)\": expected 60s at most, found \"\(text)\": ask again after that")
        }
        return duration
    }

    private static let longest = Duration.seconds(60)
}
