/// How long each echo took, in nanoseconds.
struct LatencyLog {
    private var values: [UInt32] = []

    init(expecting count: Int = 1 << 20) {
        values.reserveCapacity(count)
    }

    /// Longer than four seconds is noted as four seconds.
    mutating func add(_ nanoseconds: UInt64) {
        values.append(UInt32(clamping: nanoseconds))
    }

    mutating func removeAll() {
        values.removeAll(keepingCapacity: true)
    }

    /// The values below which these shares of all lie, in microseconds.
    func percentiles(_ shares: [Double]) -> [Double] {
        let sorted = values.sorted()
        return shares.map { share in
            sorted.isEmpty
                ? 0 : Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]) / 1000
        }
    }
}
