internal import Faults

/// How much memory a file's payloads ask for: a line of `{ repeat: x, times: 16777216 }` is short, and a file has room
/// for many.
enum PayloadBudget {
    /// For all payloads of a file together.
    static let most = 64 << 20

    /// Says where a file asks for too much; nil where it does not.
    static func problem(_ root: Value) -> ValueProblem? {
        var total = 0
        return firstBeyond(root, &total)
    }

    private static func firstBeyond(_ value: Value, _ total: inout Int) -> ValueProblem? {
        switch value.content {
        case .scalar: return nil
        case .list(let values):
            for value in values {
                if let problem = firstBeyond(value, &total) { return problem }
            }
        case .map(let entries):
            total = sum(total, size(value))
            if total > most {
                return ValueProblem(
                    at: value.place,
                    "expected 64 MiB in payloads that repeat at most, found more in this file")
            }
            for entry in entries {
                if let problem = firstBeyond(entry.value, &total) { return problem }
            }
        }
        return nil
    }

    /// The bytes of a payload that repeats; of anything else its text.
    private static func size(_ value: Value) -> Int {
        switch value.content {
        case .scalar(let text, _): return text.utf8.count
        case .list: return 0
        case .map(let entries):
            guard let unit = entries.first(where: { $0.name == "repeat" })?.value,
                let times = entries.first(where: { $0.name == "times" })?.value.text.flatMap({ Int($0) })
            else { return 0 }
            let (product, overflows) = size(unit).multipliedReportingOverflow(by: max(0, times))
            return overflows ? .max : product
        }
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflows) = left.addingReportingOverflow(right)
        return overflows ? .max : sum
    }
}
