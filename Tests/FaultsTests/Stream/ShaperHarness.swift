import Faults
import Observer

extension Moment {
    /// So many milliseconds after the clock's start.
    static func ms(_ milliseconds: UInt64) -> Moment { Moment(microseconds: milliseconds * 1000) }
}

/// A shaper under a virtual clock, and what came out of it when.
struct ShaperHarness {
    /// Something that came out.
    struct Event: Hashable, CustomStringConvertible {
        var microseconds: UInt64
        var output: ShaperOutput
        var description: String { "\(microseconds) µs \(output)" }
    }

    var shaper = StreamShaper()
    private(set) var now = Moment.ms(0)
    private(set) var events: [Event] = []

    /// Lets time pass, and takes out everything at the moment it is due.
    mutating func wait(until end: Moment) {
        while let next = shaper.nextRelease, next <= end {
            now = max(now, next)
            release()
        }
        now = max(now, end)
        release()
    }

    mutating func add(_ effect: any StreamEffect, id: Int = 1, reachesBack: Bool = true) {
        shaper.add(effect, id: id, at: now, reachesBack: reachesBack)
        release()
    }

    mutating func remove(_ id: Int = 1) {
        shaper.remove(id: id, at: now)
        release()
    }

    mutating func offer(_ bytes: [UInt8], startsUnit: Bool = true) {
        shaper.offer(bytes, startsUnit: startsUnit, at: now)
        release()
    }

    mutating func pause(_ time: Duration) { shaper.pause(time, at: now) }

    mutating func mark(_ token: Int) {
        shaper.mark(token, at: now)
        release()
    }

    private mutating func release() {
        var outputs: [ShaperOutput] = []
        shaper.release(at: now, into: &outputs)
        events += outputs.map { Event(microseconds: now.microseconds, output: $0) }
    }

    /// Each byte that came out, with its time.
    var bytes: [TimedByte] {
        events.flatMap { event -> [TimedByte] in
            if case .bytes(let bytes) = event.output {
                bytes.map { TimedByte(microseconds: event.microseconds, byte: $0) }
            } else {
                []
            }
        }
    }

    /// How many bytes were taken out.
    var lost: Int {
        events.reduce(0) { if case .lost(let count) = $1.output { $0 + count } else { $0 } }
    }
}

/// A byte and when it left.
struct TimedByte: Hashable {
    var microseconds: UInt64
    var byte: UInt8
}

/// `[.bytes(4, [1, 2])]`: short to write in expectations.
extension ShaperHarness.Event {
    static func bytes(_ milliseconds: UInt64, _ bytes: [UInt8]) -> Self {
        Self(microseconds: milliseconds * 1000, output: .bytes(bytes))
    }
    static func lost(_ milliseconds: UInt64, _ count: Int) -> Self {
        Self(microseconds: milliseconds * 1000, output: .lost(count))
    }
    static func mark(_ milliseconds: UInt64, _ token: Int) -> Self {
        Self(microseconds: milliseconds * 1000, output: .mark(token))
    }
    static func ends(_ milliseconds: UInt64, _ end: PlannedEnd, by id: Int = 1) -> Self {
        Self(microseconds: milliseconds * 1000, output: .ends(end, id: id))
    }
}
