/// Bytes that came before others in front of them, in order and without overlap.
struct WaitingBytes {
    /// A run of them. Of `length` bytes a snap length may have kept less.
    struct Run {
        let position: Int64
        let length: Int
        let bytes: [UInt8]

        var end: Int64 { position + Int64(length) }
        /// What it takes in memory: also the array's head and its place in the list, or single bytes would cost
        /// a hundred times what they are counted for.
        var cost: Int { bytes.count + 96 }
    }

    private(set) var runs: [Run] = []
    /// What they take in memory, together.
    private(set) var cost = 0

    var isEmpty: Bool { runs.isEmpty }

    /// Takes those runs that begin at `position` or before it: they are in order now.
    mutating func removeFirst(_ count: Int) {
        for run in runs.prefix(count) { cost -= run.cost }
        // A list that was long once must not stay so in each of thousands of connections.
        if count == runs.count { runs = [] } else { runs.removeFirst(count) }
    }

    /// What an insertion found.
    struct Overlap {
        /// Bytes that were here already.
        var known = 0
        /// Those among them that were others.
        var differing = 0
    }

    /// Keeps what is not here yet: the first copy counts.
    mutating func insert(_ bytes: Span<UInt8>, at position: Int64, length: Int) -> Overlap {
        var overlap = Overlap()
        let end = position + Int64(length)
        var (from, index) = (position, firstIndex(endingBehind: position))
        while from < end {
            guard index < runs.count, runs[index].position < end else {
                add(Run(bytes, at: position, from: from, to: end), at: index)
                break
            }
            if runs[index].position > from {
                let next = runs[index].position
                add(Run(bytes, at: position, from: from, to: next), at: index)
                index += 1
                from = next
            }
            let upper = min(end, runs[index].end)
            overlap.known += Int(upper - from)
            overlap.differing += differences(
                runs[index], bytes, at: Int(from - position), Int(from - runs[index].position),
                count: Int(upper - from))
            from = upper
            index += 1
        }
        return overlap
    }

    private mutating func add(_ run: Run, at index: Int) {
        cost += run.cost
        runs.insert(run, at: index)
    }

    private func firstIndex(endingBehind position: Int64) -> Int {
        // Most come one behind the other.
        guard let last = runs.last, last.end > position else { return runs.count }
        var (low, high) = (0, runs.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].end > position { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func differences(
        _ run: Run, _ bytes: Span<UInt8>, at place: Int, _ runPlace: Int, count: Int
    ) -> Int {
        let both = min(count, bytes.count - place, run.bytes.count - runPlace)
        guard both > 0 else { return 0 }
        return (0..<both).count { run.bytes[runPlace + $0] != bytes[place + $0] }
    }
}

extension WaitingBytes.Run {
    /// A part of the bytes that stand at `position`.
    fileprivate init(_ bytes: Span<UInt8>, at position: Int64, from: Int64, to end: Int64) {
        let lower = min(Int(from - position), bytes.count)
        let part = bytes.extracting(lower..<min(Int(end - position), bytes.count))
        self.position = from
        self.length = Int(end - from)
        var copy: [UInt8] = []
        copy.append(copying: part)
        self.bytes = copy
    }
}
