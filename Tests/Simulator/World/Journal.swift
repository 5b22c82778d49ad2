internal import Observer
internal import Relay

/// What the relay did: as a digest always, in words and with the evidence when asked for, and the first thing that was wrong.
struct Journal {
    var digest = Digest()
    private(set) var text: [String] = []
    private(set) var evidence: [Evidence] = []
    private(set) var complaint: String?
    let keepsText: Bool

    init(keepsText: Bool) { self.keepsText = keepsText }

    mutating func complain(_ complaint: String, at now: Moment) {
        if keepsText { text.append("\(now.microseconds) µs  !! \(complaint)") }
        if self.complaint == nil { self.complaint = "at \(now.microseconds) µs: \(complaint)" }
    }

    mutating func note(_ line: @autoclosure () -> String, at now: Moment) {
        if keepsText { text.append("\(now.microseconds) µs  \(line())") }
    }

    mutating func add(_ action: Action, at now: Moment) {
        digest.add(now.microseconds)
        digest.add(action)
        if keepsText { text.append("\(now.microseconds) µs      \(brief(action))") }
    }

    mutating func note(_ new: Evidence) {
        if keepsText { evidence.append(new) }
    }

    private func brief(_ action: Action) -> String {
        if case .write(let bytes, let leg) = action { return "write \(bytes.count) bytes to \(leg)" }
        return "\(action)"
    }
}
