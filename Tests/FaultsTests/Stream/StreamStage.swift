import Observer

@testable import Faults

extension LastingFault {
    /// A harness with this fault's effect in force from the beginning, and its draws from `seed`.
    func staged(_ direction: Direction = .toClient, seed: UInt64 = 7) -> ShaperHarness {
        var harness = ShaperHarness()
        let random = RandomStream(seed: seed, "stage")
        guard let effect = effect(on: direction, random, at: harness.now) else { return harness }
        harness.add(effect)
        return harness
    }
}

extension FaultCatalog {
    /// Reads a fault from text: `rate: 8 kbit/s, burst: 10 B`, or a bare value; and what is wrong with it.
    static func read(_ name: String, _ text: String? = nil) -> (fault: (any Fault)?, problems: [String]) {
        let place = Place(line: 1, column: 1)
        var problems: [ValueProblem] = []
        let fault = kind(named: name)?.fault(from: text.map(value), at: place, &problems)
        return (fault, problems.map(\.message))
    }

    private static func value(_ text: String) -> Value {
        let place = Place(line: 1, column: 1)
        let entries = text.split(separator: ", ").compactMap { entry -> Value.Entry? in
            let parts = entry.split(separator: ": ")
            guard parts.count == 2 else { return nil }
            return Value.Entry(String(parts[0]), at: place, Value(String(parts[1])))
        }
        return entries.isEmpty ? Value(text) : Value(.map(entries), at: place)
    }
}
