import Faults
import Observer

/// Each unit waits as long as its turn says.
struct Waits: StreamEffect {
    var waits: [UInt64]
    private var unit = 0

    init(ms waits: UInt64...) { self.waits = waits }
    init(waits: [UInt64]) { self.waits = waits }

    mutating func departure(of count: Int, at offset: UInt64, ready: Moment, startsUnit: Bool) -> Moment {
        if startsUnit { unit += 1 }
        return ready + .milliseconds(waits[max(0, unit - 1) % waits.count])
    }
}

/// A millisecond a byte.
struct OneByteAMillisecond: StreamEffect {
    private var free = Moment.ms(0)

    mutating func departure(of count: Int, at offset: UInt64, ready: Moment, startsUnit: Bool) -> Moment {
        free = max(free, ready) + .milliseconds(count)
        return free
    }

    mutating func restartTiming(at now: Moment) { free = now }
}

/// Slices of so many bytes, counted from the beginning of each unit.
struct Cuts: StreamEffect {
    let size: UInt64
    private var unitStart: UInt64 = 0

    init(every size: UInt64) { self.size = size }

    mutating func startUnit(at offset: UInt64) { unitStart = offset }
    mutating func slice(of count: Int, at offset: UInt64) -> Int {
        Int(size - (offset - unitStart) % size)
    }
}

/// Nothing leaves.
struct Never: StreamEffect {
    mutating func departure(of count: Int, at offset: UInt64, ready: Moment, startsUnit: Bool) -> Moment {
        .never
    }
}

/// Takes these offsets out.
struct Hole: StreamEffect {
    let range: Range<UInt64>

    mutating func slice(of count: Int, at offset: UInt64) -> Int {
        let edge = offset < range.lowerBound ? range.lowerBound : range.upperBound
        return offset < edge ? Int(clamping: edge - offset) : count
    }
    mutating func pass(_ bytes: inout [UInt8], at offset: UInt64) -> Fate {
        range.contains(offset) ? .vanishes : .passes
    }
}

/// Adds the offset to each byte.
struct AddsOffset: StreamEffect {
    mutating func pass(_ bytes: inout [UInt8], at offset: UInt64) -> Fate {
        for index in bytes.indices {
            bytes[index] = bytes[index] &+ UInt8(truncatingIfNeeded: offset + UInt64(index))
        }
        return .passes
    }
}

/// Ends behind so many bytes.
struct EndsBehind: StreamEffect {
    let limit: UInt64
    let end = PlannedEnd(.reset, .client)

    mutating func slice(of count: Int, at offset: UInt64) -> Int {
        limit > offset ? Int(clamping: limit - offset) : count
    }
    mutating func pass(_ bytes: inout [UInt8], at offset: UInt64) -> Fate {
        if offset >= limit { bytes = [] }
        return offset + UInt64(bytes.count) >= limit ? .ends(end) : .passes
    }
}
