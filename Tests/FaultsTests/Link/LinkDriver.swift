import Faults
import Observer

/// Asks an effect as a shaper does.
struct LinkDriver {
    /// A slice and what was said of it.
    struct Slice {
        let count: Int
        let offset: UInt64
        let ready: Moment
        let startsUnit: Bool
        var departure: Moment
    }

    var effect: LinkEffect
    var slices: [Slice] = []
    private var offset: UInt64 = 0

    init(_ effect: LinkEffect) {
        self.effect = effect
    }

    init(_ model: LinkModel, back: Int = 0, seed: UInt64 = 1, from start: UInt64 = 0) {
        self.init(
            LinkEffect(
                model, wayBack: .milliseconds(back), RandomStream(seed: seed), at: Moment(microseconds: start)
            ))
    }

    /// Sends a frame of so many bytes that are there at once, and says when its slices arrive, in microseconds.
    mutating func send(_ count: Int, at now: UInt64) -> [UInt64] {
        effect.startUnit(at: offset)
        return goOn(count, at: now, startsUnit: true)
    }

    /// Sends more bytes of the frame.
    mutating func goOn(_ count: Int, at now: UInt64, startsUnit: Bool = false) -> [UInt64] {
        var rest = count
        var arrivals: [UInt64] = []
        while rest > 0 {
            let slice = effect.slice(of: rest, at: offset)
            arrivals.append(
                ask(slice, at: now, startsUnit: startsUnit && rest == count).departure.microseconds)
            rest -= slice
        }
        return arrivals
    }

    /// Sends an end.
    mutating func end(at now: UInt64) -> UInt64 { ask(0, at: now, startsUnit: true).departure.microseconds }

    /// Asks anew about all that has not arrived at a time; says what was said before and what is said now.
    mutating func restart(at now: UInt64) -> (before: [Moment], after: [Moment]) {
        let first = slices.firstIndex { $0.departure > Moment(microseconds: now) } ?? slices.count
        let waiting = slices[first...]
        effect.restartTiming(at: Moment(microseconds: now))
        let after = waiting.map {
            effect.departure(of: $0.count, at: $0.offset, ready: $0.ready, startsUnit: $0.startsUnit)
        }
        return (waiting.map(\.departure), after)
    }

    private mutating func ask(_ count: Int, at now: UInt64, startsUnit: Bool) -> Slice {
        let ready = Moment(microseconds: now)
        let departure = effect.departure(of: count, at: offset, ready: ready, startsUnit: startsUnit)
        let slice = Slice(
            count: count, offset: offset, ready: ready, startsUnit: startsUnit, departure: departure)
        slices.append(slice)
        offset += UInt64(count)
        return slice
    }
}
