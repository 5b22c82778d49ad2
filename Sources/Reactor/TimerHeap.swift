/// What cancels a timer. Using it after the timer fired does nothing.
public struct TimerToken: Hashable, Sendable {
    fileprivate let slot: Int
    fileprivate let generation: UInt64
}

/// Timers by deadline, then by order of arrival: a binary heap that knows where each timer stands.
struct TimerHeap {
    private struct Timer {
        var deadline: MonotonicTime
        var sequence: UInt64
        var slot: Int
    }

    private struct Slot {
        var generation: UInt64
        var position: Int
        var body: (() -> Void)?
    }

    private var heap: [Timer] = []
    private var slots: [Slot] = []
    private var free: [Int] = []
    private var sequence: UInt64 = 0

    /// When the next timer is due.
    var nextDeadline: MonotonicTime? { heap.first?.deadline }

    /// How many are waiting.
    var count: Int { heap.count }

    /// The mark that tells timers made so far from later ones.
    var nextSequence: UInt64 { sequence }

    mutating func insert(at deadline: MonotonicTime, _ body: @escaping () -> Void) -> TimerToken {
        let slot = free.popLast() ?? slots.count
        if slot == slots.count { slots.append(Slot(generation: 0, position: 0, body: nil)) }
        slots[slot].body = body
        heap.append(Timer(deadline: deadline, sequence: sequence, slot: slot))
        sequence += 1
        siftUp(heap.count - 1)
        return TimerToken(slot: slot, generation: slots[slot].generation)
    }

    /// Takes a timer out; false when it fired or was cancelled before.
    mutating func cancel(_ token: TimerToken) -> Bool {
        guard token.slot < slots.count, slots[token.slot].generation == token.generation,
            slots[token.slot].body != nil
        else { return false }
        _ = remove(at: slots[token.slot].position)
        return true
    }

    /// Takes out the next timer that is due at `now` and was made before `sequence`, so that a timer which
    /// sets itself anew for now cannot keep the loop from its descriptors.
    mutating func popDue(at now: MonotonicTime, before sequence: UInt64) -> (() -> Void)? {
        guard let first = heap.first, first.deadline <= now, first.sequence < sequence else { return nil }
        return remove(at: 0)
    }

    /// Forgets all timers.
    mutating func removeAll() {
        self = TimerHeap()
    }

    private mutating func remove(at position: Int) -> (() -> Void)? {
        let slot = heap[position].slot
        let last = heap.removeLast()
        if position < heap.count {
            heap[position] = last
            slots[last.slot].position = position
            siftDown(position)
            siftUp(position)
        }
        let body = slots[slot].body.take()
        slots[slot].generation += 1
        free.append(slot)
        return body
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        let (first, second) = (heap[left], heap[right])
        return (first.deadline, first.sequence) < (second.deadline, second.sequence)
    }

    private mutating func siftUp(_ start: Int) {
        var position = start
        while position > 0, precedes(position, (position - 1) / 2) {
            heap.swapAt(position, (position - 1) / 2)
            slots[heap[position].slot].position = position
            position = (position - 1) / 2
        }
        slots[heap[position].slot].position = position
    }

    private mutating func siftDown(_ start: Int) {
        var position = start
        while true {
            var next = position
            for child in [2 * position + 1, 2 * position + 2]
            where child < heap.count && precedes(child, next) {
                next = child
            }
            if next == position { break }
            heap.swapAt(position, next)
            slots[heap[position].slot].position = position
            position = next
        }
        slots[heap[position].slot].position = position
    }
}
