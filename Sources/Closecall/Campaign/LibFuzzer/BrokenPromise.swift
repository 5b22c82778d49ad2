internal import WebSocketWire

/// What broke, as a libFuzzer program's report tells it.
public struct BrokenPromise: Sendable, Equatable {
    /// In which way.
    public enum Kind: String, Sendable {
        /// A `precondition` of a body, or of what it calls.
        case promise
        /// A check that the compiler made, such as of an overflow.
        case trap
        /// What AddressSanitizer saw.
        case memory
        case leak
        case timeout
        case outOfMemory
        /// Something else ended the program.
        case crash
    }

    /// In which way it broke.
    public let kind: Kind
    /// What broke, in one line.
    public let words: String
    /// Where the promise stands, such as `FuzzBodies/Frames.swift:40`.
    public let place: String?
    /// The stack, as far as it is ours, the innermost first.
    public internal(set) var frames: [StackFrame]

    /// Reads a report, from its first line on.
    public init(report: [String]) {
        let message = report.lazy.compactMap { Self.message(in: $0) }.first
        let stack = Self.firstStack(in: report)
        let failure = stack.lazy.compactMap(\.runtimeFailure).first
        let ours = stack.filter(\.isOurs)
        // The standard library's own checks stand in its files; who broke them is of more use.
        let ourPlace = ours.first?.place
        if let message {
            (kind, words) = (.promise, message.words)
            place = message.place?.hasPrefix("Swift/") == true ? ourPlace ?? message.place : message.place
        } else {
            (kind, words) = Self.kind(of: report, failure)
            place = ourPlace
        }
        frames = ours
    }

    /// It died without a word.
    init(_ words: String) {
        self.words = words
        kind = .crash
        place = nil
        frames = []
    }

    /// Two breaks with the same one are taken for one bug: eight hexadecimal digits.
    ///
    /// The promise's place makes it, and the innermost functions of ours; neither addresses, nor what a message says of
    /// an input. A timeout strikes anywhere, and so does the end of memory or of the stack: there the
    /// outermost functions count.
    public var signature: String {
        let functions = frames.map { "\($0.file ?? "") \($0.plainFunction)" }
        var parts: [String]
        switch kind {
        case .timeout, .outOfMemory: parts = functions.suffix(Self.depth)
        case .memory where words.contains("stack-overflow"): parts = functions.suffix(Self.depth)
        case .promise, .trap, .memory, .leak, .crash:
            parts = [place ?? ""] + functions.prefix(Self.depth)
        }
        if frames.isEmpty { parts = [place ?? words] }
        let digest = SHA1.hash(Array("\(kind.rawValue)\n\(parts.joined(separator: "\n"))".utf8))
        return ContentName.hex(digest.prefix(4))
    }

    private static let depth = 3
}

extension BrokenPromise {
    /// `toy/Toy.swift:9: Precondition failed: the words`
    static func message(in line: String) -> (place: String?, words: String)? {
        for mark in ["Precondition failed", "Fatal error", "Assertion failed"] {
            guard let range = line.firstRange(of: mark) else { continue }
            let rest = line[range.upperBound...]
            guard rest.isEmpty || rest.hasPrefix(": ") else { continue }
            let place = line[..<range.lowerBound]
            guard place.isEmpty || place.hasSuffix(": ") else { continue }
            let words = rest.dropFirst(2)
            return (
                place.isEmpty ? nil : String(place.dropLast(2)),
                words.isEmpty ? mark.lowercased() : String(words)
            )
        }
        return nil
    }

    private static func kind(of report: [String], _ failure: String?) -> (Kind, String) {
        let error = report.first { $0.hasPrefix("==") && $0.contains("ERROR: ") } ?? report.first ?? ""
        let words = error.firstRange(of: "ERROR: ").map { String(error[$0.upperBound...]) } ?? error
        if let failure { return (.trap, failure) }
        if let rest = words.dropping("AddressSanitizer: ") {
            return (.memory, String(rest.prefix { $0 != " " }))
        }
        if words.hasPrefix("LeakSanitizer: ") { return (.leak, "memory leaks") }
        guard let rest = words.dropping("libFuzzer: ") else { return (.crash, words) }
        if rest.hasPrefix("timeout") { return (.timeout, String(rest)) }
        if rest.hasPrefix("out-of-memory") { return (.outOfMemory, String(rest)) }
        return (.crash, String(rest))
    }

    /// A report may hold further stacks, of who allocated what: they tell nothing of who broke it.
    private static func firstStack(in report: [String]) -> [StackFrame] {
        var stack: [StackFrame] = []
        var last = -1
        for line in report {
            guard let (number, frame) = StackFrame.parse(line) else {
                if stack.isEmpty { continue }
                break
            }
            guard number > last else { break }
            last = number
            // A recursion is one function, however deep.
            if stack.last?.function != frame.function { stack.append(frame) }
        }
        return stack
    }
}

extension String {
    fileprivate func dropping(_ prefix: String) -> Substring? {
        hasPrefix(prefix) ? dropFirst(prefix.count) : nil
    }
}
