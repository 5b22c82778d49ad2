internal import Observer

/// Something on a session's timeline, as the page has it: up to nine whole numbers, of which the first is its age in
/// microseconds and the second says what it is. `PageScript` reads them.
struct PageEvent {
    /// In the order in which things of one moment happen.
    enum Kind: Int {
        case close = 1
        case frame = 0
        case flaw = 5
        case fault = 4
        case end = 2
        case tell = 3
        case halfOpen = 6
    }

    let kind: Kind
    let age: Int64
    /// What comes first of what has the same age: what came, what was made of it, what left.
    let rank: Int
    let values: [Int64]

    init(_ kind: Kind, _ age: Double, rank: Int, _ values: [Int64]) {
        self.kind = kind
        self.age = Self.microseconds(age)
        self.rank = rank
        self.values = values
    }

    /// A journal may say anything; a page draws up to thirty years.
    static func microseconds(_ seconds: Double) -> Int64 {
        Int64((min(max(seconds, 0), 1e9) * 1e6).rounded())
    }

    /// The numbers with commas between; zeros at the end are left out.
    var text: String {
        var numbers = [age, Int64(kind.rawValue)] + values
        while numbers.last == 0, numbers.count > 2 { numbers.removeLast() }
        return numbers.map { "\($0)" }.joined(separator: ",")
    }

    /// All there is to draw of a session, in the order of time.
    static func all(of session: JournalSession, _ texts: inout TextTable) -> [PageEvent] {
        let evidence = session.evidence
        var events: [PageEvent] = []
        for close in evidence.closes { events.append(event(close, &texts)) }
        for direction in Direction.allCases {
            for frame in evidence.frames[direction] where !isTold(frame, by: evidence.closes) {
                events.append(event(frame, &texts))
            }
        }
        for fault in evidence.faults { events.append(event(fault, &texts)) }
        for flaw in evidence.flaws { events.append(event(flaw, &texts)) }
        for end in evidence.ends {
            let values = [
                number(end.leg), Int64(texts.number(of: end.how)), Int64(texts.number(of: end.detail)),
                end.isFirst ? 1 : 0,
            ]
            events.append(PageEvent(.end, end.age, rank: 5, values))
        }
        for tell in evidence.tells {
            let values = [
                number(tell.leg), Int64(texts.number(of: tell.how)), Int64(texts.number(of: tell.detail)),
            ]
            events.append(PageEvent(.tell, tell.age, rank: 6, values))
        }
        for span in evidence.halfOpen {
            let to = span.to.map(microseconds) ?? -1
            events.append(
                PageEvent(.halfOpen, span.from, rank: 7, [number(span.leg), to, span.isEndedByPeer ? 1 : 0]))
        }
        return events.sorted { ($0.age, $0.rank) < ($1.age, $1.rank) }
    }

    /// A Close is evidence, and shows its reason: it is not drawn a second time as a frame.
    private static func isTold(_ frame: JournalFrames.Frame, by closes: [JournalEvidence.Close]) -> Bool {
        closes.contains {
            $0.from == frame.direction.source && $0.frame == frame.number
                && ($0.stage == frame.stage || $0.stage == .passed)
        }
    }

    private static func event(_ close: JournalEvidence.Close, _ texts: inout TextTable) -> PageEvent {
        let code = close.code.map(Int64.init) ?? -1
        let values = [
            way(close.from, close.stage), code, Int64(texts.number(of: close.reason)), whole(close.frame),
            whole(close.offset),
        ]
        return PageEvent(.close, close.age, rank: close.stage == .sent ? 4 : 1, values)
    }

    private static func event(_ frame: JournalFrames.Frame, _ texts: inout TextTable) -> PageEvent {
        let bits = Int64(frame.reservedBits & 7) << 2 | (frame.isMasked ? 2 : 0) | (frame.isFinal ? 1 : 0)
        let values = [
            way(frame.direction.source, frame.stage), Int64(texts.number(of: frame.opcode)), bits,
            whole(frame.length), whole(frame.number),
            Int64(texts.number(of: frame.firstBytes)), frame.came.map { whole($0) } ?? -1,
        ]
        return PageEvent(.frame, frame.age, rank: frame.stage == .sent ? 4 : 0, values)
    }

    private static func event(_ fault: JournalEvidence.Fault, _ texts: inout TextTable) -> PageEvent {
        let values = [
            Int64(texts.number(of: fault.rule)), Int64(texts.number(of: fault.at)),
            fault.direction.map { number($0.source) } ?? 2,
            Int64(texts.number(of: fault.faults.joined(separator: ", "))),
        ]
        return PageEvent(.fault, fault.age, rank: 3, values)
    }

    private static func event(_ flaw: JournalEvidence.Flaw, _ texts: inout TextTable) -> PageEvent {
        let values = [
            way(flaw.from, flaw.stage), Int64(texts.number(of: flaw.kind)), whole(flaw.frame),
            whole(flaw.offset),
        ]
        return PageEvent(.flaw, flaw.age, rank: 2, values)
    }

    private static func number(_ leg: Leg) -> Int64 { leg == .client ? 0 : 1 }

    /// Who sent something, and how far it came.
    private static func way(_ from: Leg, _ stage: JournalFrames.Stage?) -> Int64 {
        let far: Int64 =
            switch stage {
            case .received: 0
            case .sent: 1
            case .passed: 2
            case nil: 3
            }
        return number(from) | far << 1
    }

    /// Scripts know no more than 53 bits.
    private static func whole(_ number: UInt64?) -> Int64 { number.map { Int64(min($0, 1 << 53)) } ?? 0 }
}
