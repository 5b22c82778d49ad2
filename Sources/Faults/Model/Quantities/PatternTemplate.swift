/// What is put in place of a match: bytes, and what groups captured.
struct PatternTemplate {
    private enum Part {
        case bytes([UInt8])
        case group(Int)
    }

    private var parts: [Part] = []
    /// The first thing that is wrong; what cannot be read stands for itself.
    private(set) var problem: String?

    /// Reads `$1`, `${1}`, `${name}` and `$$`.
    init(_ template: String, _ expression: RegularExpression) {
        var rest = template[...]
        while let dollar = rest.firstIndex(of: "$") {
            parts.append(.bytes(Array(rest[..<dollar].utf8)))
            rest = rest[rest.index(after: dollar)...]
            rest = read(rest, expression)
        }
        parts.append(.bytes(Array(rest.utf8)))
    }

    /// Reads what stands behind a dollar sign, and returns what stands behind that.
    private mutating func read(_ rest: Substring, _ expression: RegularExpression) -> Substring {
        if rest.first == "$" {
            parts.append(.bytes([UInt8(ascii: "$")]))
            return rest.dropFirst()
        }
        if rest.first == "{", let end = rest.firstIndex(of: "}") {
            group(String(rest[..<end].dropFirst()), written: "${\(rest[..<end].dropFirst())}", expression)
            return rest[rest.index(after: end)...]
        }
        let digits = rest.prefix { $0.isASCII && $0.isNumber }.prefix(2)
        if digits.isEmpty {
            problem = problem ?? "a \"$\" stands alone: write $1, ${name}, or $$ for a dollar sign"
            parts.append(.bytes([UInt8(ascii: "$")]))
        } else {
            group(String(digits), written: "$\(digits)", expression)
        }
        return rest.dropFirst(digits.count)
    }

    private mutating func group(_ name: String, written: String, _ expression: RegularExpression) {
        if let number = Int(name) ?? expression.number(ofGroup: name), 0...expression.groupCount ~= number {
            return parts.append(.group(number))
        }
        let count = expression.groupCount
        let has = count == 0 ? "no group" : count == 1 ? "one group" : "\(count) groups"
        problem = problem ?? "\"\(written)\" names no group: the pattern has \(has)"
        parts.append(.bytes(Array(written.utf8)))
    }

    /// What a match is replaced by. A group that took no part is empty.
    func append(_ match: PatternMatch, of bytes: [UInt8], to output: inout [UInt8]) {
        for part in parts {
            switch part {
            case .bytes(let literal): output += literal
            case .group(let number):
                guard number < match.ranges.count, let range = match.ranges[number] else { continue }
                output += bytes[range]
            }
        }
    }
}
