internal import Closecall
internal import Observer

/// All that a journal has of a session, as lines in the order of time: who did what, and when.
struct SessionStory {
    /// Something that happened.
    struct Step {
        enum Kind { case frame, close, flaw, fault, end, halfOpen, gap }

        let kind: Kind
        /// Seconds since the session began.
        let age: Double
        /// What comes first of what has the same age.
        let rank: Int
        /// `client → server`
        let way: String
        let what: String
    }

    /// In the order of time.
    private(set) var steps: [Step] = []
    private let words: SessionWords
    private let isCompressed: Bool

    /// - Parameter isRelayed: whether there was a proxy between the two; else what one sent is what the other got.
    init(_ session: JournalSession, _ language: Language, isRelayed: Bool = true) {
        words = .of(language)
        isCompressed = session.isCompressed
        let evidence = session.evidence
        for direction in Direction.allCases {
            for frame in evidence.frames[direction] where !Self.isClose(frame, among: evidence.closes) {
                add(frame, to: direction)
            }
        }
        for close in evidence.closes { add(close) }
        for flaw in evidence.flaws { add(flaw) }
        for fault in evidence.faults {
            add(.fault, fault.age, 3, words.rule, words.fired(fault.rule, fault.at, fault.faults))
        }
        for end in evidence.ends {
            let to = isRelayed ? "proxy" : words.name(end.leg.other)
            add(.end, end.age, 5, "\(words.name(end.leg)) → \(to)", words.end(end.how, end.detail))
        }
        for tell in evidence.tells where isRelayed {
            add(.end, tell.age, 6, "proxy → \(words.name(tell.leg))", words.end(tell.how, tell.detail))
        }
        for span in evidence.halfOpen where isRelayed { add(span) }
        steps.sort { ($0.age, $0.rank) < ($1.age, $1.rank) }
        if evidence.frames.leftOut > 0 { addGap(evidence.frames) }
    }

    /// A Close is told by its code and reason, not a second time as a frame.
    private static func isClose(
        _ frame: JournalFrames.Frame, among closes: [JournalEvidence.Close]
    ) -> Bool {
        closes.contains {
            $0.from == frame.direction.source && $0.frame == frame.number
                && ($0.stage == frame.stage || $0.stage == .passed)
        }
    }

    private mutating func add(_ frame: JournalFrames.Frame, to direction: Direction) {
        var what = "\(Wording.oneLine(frame.opcode)) "
        if let came = frame.came { what += "\(Wording.size(came)) \(words.of) " }
        what += Wording.size(frame.length)
        if !frame.isFinal { what += ", \(words.unfinished)" }
        if isCompressed, frame.reservedBits == 4 {
            what += ", \(words.compressed)"
        } else if frame.reservedBits != 0 {
            what += ", rsv \(frame.reservedBits)"
        }
        if let bytes = frame.firstBytes, !bytes.isEmpty {
            what += ": \(Self.glimpse(bytes, of: frame.length))"
        }
        add(.frame, frame.age, frame.stage == .sent ? 4 : 0, way(direction.source, frame.stage), what)
    }

    private mutating func add(_ close: JournalEvidence.Close) {
        let code = close.code.map { "\($0)" } ?? words.noCode
        let reason = close.reason.isEmpty ? "" : " \(Wording.quoted(close.reason))"
        add(
            .close, close.age, close.stage == .sent ? 4 : 1, way(close.from, close.stage),
            "Close \(code)\(reason)")
    }

    private mutating func add(_ flaw: JournalEvidence.Flaw) {
        let place = flaw.frame.map { ", \(words.frame) \($0)" } ?? ""
        add(
            .flaw, flaw.age, 2, way(flaw.from, flaw.stage),
            "\(words.flaw) \(Wording.oneLine(flaw.kind))\(place)")
    }

    private mutating func add(_ span: JournalEvidence.HalfOpen) {
        let length = span.to.map { Wording.duration(.seconds($0 - span.from)) }
        let who = span.isEndedByPeer ? words.name(span.leg) : "proxy"
        add(.halfOpen, span.from, 7, words.name(span.leg), words.halfOpen(who, length))
    }

    private mutating func add(_ kind: Step.Kind, _ age: Double, _ rank: Int, _ way: String, _ what: String) {
        steps.append(Step(kind: kind, age: age, rank: rank, way: way, what: what))
    }

    /// Stands in the middle of those that are known, where they are missing.
    private mutating func addGap(_ frames: JournalFrames) {
        let kept = steps.indices.filter { steps[$0].kind == .frame }
        guard let middle = kept.dropFirst(kept.count / 2).first else { return }
        let gap = Step(
            kind: .gap, age: steps[middle].age, rank: 0, way: "", what: words.leftOut(frames.leftOut))
        steps.insert(gap, at: middle)
    }

    /// What came and did not leave as it was stops at the proxy; what left and never came begins there.
    private func way(_ from: Leg, _ stage: JournalFrames.Stage?) -> String {
        switch stage {
        case .received: "\(words.name(from)) → proxy"
        case .sent: "proxy → \(words.name(from.other))"
        case .passed, nil: "\(words.name(from)) → \(words.name(from.other))"
        }
    }

    /// `"hello"…` where it is text, else its digits.
    private static func glimpse(_ hex: String, of length: UInt64) -> String {
        let digits = Array(hex.utf8)
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count - 1, by: 2) {
            bytes.append(UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) ?? 0)
        }
        let more = UInt64(bytes.count) < length ? "…" : ""
        let isText = bytes.allSatisfy { (0x20..<0x7F).contains($0) }
        return (isText ? "\"\(String(decoding: bytes, as: UTF8.self))\"" : hex) + more
    }
}
