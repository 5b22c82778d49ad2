internal import Faults
internal import Scenarios
internal import WebSocketWire

/// Compares what one side saw with what is expected of it.
struct SideCheck {
    private let subject: String
    private let side: SideOutcome
    private let run: RunOutcome

    init(_ subject: String, _ side: SideOutcome, _ run: RunOutcome) {
        self.subject = subject
        self.side = side
        self.run = run
    }

    func mismatches(_ expected: SideExpectation) -> [Mismatch] {
        let found = [
            opened(expected.opened), error(expected.error), code(expected.codes), reason(expected.reason),
            wasClean(expected.wasClean), messages(expected.messages), received(expected.received),
            within(expected.within),
        ]
        return found.compactMap(\.self)
    }

    private func mismatch(_ field: String, _ expected: String, _ found: String) -> Mismatch {
        Mismatch(subject, field, expected: expected, found: found)
    }

    private func opened(_ expected: Bool?) -> Mismatch? {
        guard let expected, expected != side.opened else { return nil }
        let found = side.opened ? "one that opened" : "one that never opened"
        return mismatch("opened", expected ? "an open connection" : "a connection that never opens", found)
    }

    private func error(_ expected: Bool?) -> Mismatch? {
        guard let expected, expected != side.error else { return nil }
        return mismatch("error", expected ? "an error" : "no error", side.error ? "one" : "none")
    }

    private func code(_ expected: [Int]?) -> Mismatch? {
        guard let expected else { return nil }
        if let event = side.event, expected.contains(Int(event.code)) { return nil }
        return mismatch("code", "code \(expected.map(String.init).joined(separator: " or "))", ending)
    }

    private func reason(_ expected: String?) -> Mismatch? {
        guard let expected else { return nil }
        if let event = side.event, event.reason.utf8.elementsEqual(expected.utf8) { return nil }
        return mismatch("reason", "reason \(expected.quoted)", ending)
    }

    private func wasClean(_ expected: Bool?) -> Mismatch? {
        guard let expected, expected != side.event?.wasClean else { return nil }
        return mismatch("wasClean", expected ? "a clean end" : "an unclean end", ending)
    }

    private func messages(_ expected: ClosedRange<Int>?) -> Mismatch? {
        guard let expected, !expected.contains(side.messages) else { return nil }
        return mismatch("messages", expected.words(of: "message"), "\(side.messages)")
    }

    /// Names the first message that differs.
    private func received(_ expected: [Payload]?) -> Mismatch? {
        guard let expected else { return nil }
        for (index, payload) in expected.enumerated() {
            guard index < side.received.count else {
                return mismatch("received", "message \(index + 1) to be \(payload.bytes.shown)", "none")
            }
            if side.received[index] != payload.bytes {
                return mismatch(
                    "received", "message \(index + 1) to be \(payload.bytes.shown)",
                    side.received[index].shown)
            }
        }
        guard side.messages > expected.count else { return nil }
        let next = side.received.count > expected.count ? side.received[expected.count].shown : "more"
        return mismatch("received", "nothing behind message \(expected.count)", next)
    }

    private func within(_ expected: Duration?) -> Mismatch? {
        guard let expected else { return nil }
        if let end = side.endedAt, end <= expected { return nil }
        let found = side.endedAt.map { "its end after \($0.words)" } ?? ending
        return mismatch("within", "its end within \(expected.words)", found)
    }

    /// `1000 "bye" (clean)`, or what it is in the middle of.
    private var ending: String {
        if let event = side.event { return event.words }
        switch side.state {
        case .connecting:
            return run.servers.isEmpty && subject == "server" ? "no connection" : "still connecting"
        case .open: return "no end: it was still open after \(run.duration.words)"
        case .closing: return "no end: it was still closing after \(run.duration.words)"
        case .closed: return "no connection that opened"
        }
    }
}

// MARK: In words

extension CloseEvent {
    /// `1000 "bye" (clean)`
    package var words: String {
        "\(code)\(reason.isEmpty ? "" : " \(reason.quoted)") (\(wasClean ? "clean" : "not clean"))"
    }
}

extension String {
    /// In quotes and on one line, whatever a peer put into it.
    fileprivate var quoted: String { debugDescription }
}

extension [UInt8] {
    /// As a scenario would write it, its beginning at least.
    fileprivate var shown: String {
        let start = Array(prefix(60))
        let text = String(validating: start, as: UTF8.self).map(\.quoted)
        let words = text ?? Payload(start).written ?? ""
        return count > start.count ? "\(words)… (\(count) bytes)" : words
    }
}

extension ClosedRange<Int> {
    /// `3 messages`, `2 to 4 messages`, `2 messages or more`.
    func words(of noun: String) -> String {
        let plural = "\(noun)s"
        if lowerBound == upperBound { return "\(lowerBound) \(lowerBound == 1 ? noun : plural)" }
        if upperBound == .max { return "\(lowerBound) \(lowerBound == 1 ? noun : plural) or more" }
        return "\(lowerBound) to \(upperBound) \(plural)"
    }
}

extension Duration {
    /// `250 ms`, `1.5 s`.
    package var words: String {
        if self < .milliseconds(1) { return "\(wholeHundredths(of: .milliseconds(1))) ms" }
        if self < .seconds(1) { return "\(Int((seconds * 1000).rounded())) ms" }
        return "\(wholeHundredths(of: .seconds(1))) s"
    }

    /// How many of `unit`, to two digits behind the point, without zeros that say nothing.
    private func wholeHundredths(of unit: Duration) -> String {
        let hundredths = Int((self / unit * 100).rounded())
        let (whole, part) = hundredths.quotientAndRemainder(dividingBy: 100)
        if part == 0 { return "\(whole)" }
        if part % 10 == 0 { return "\(whole).\(part / 10)" }
        return "\(whole).\(part < 10 ? "0" : "")\(part)"
    }
}
