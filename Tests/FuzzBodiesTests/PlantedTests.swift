import FuzzBodies
import Testing

/// That the planted bug is where it is said to be, and nowhere near.
struct PlantedTests {
    @Test func `a long text and a Close 1015 hit the planted bug`() async {
        await #expect(processExitsWith: .failure) {
            let input = plantedInput()
            fuzzPlanted(input.span)
        }
    }

    @Test func `what lacks one thing does not`() {
        let bug = plantedInput()
        let header = bug.count - 8
        let changes: [(Int, UInt8)] = [
            (0, 0x01), (0, 0x82), (1, 0x7E), (3, 125), (3, 127), (header, 0x8A), (header + 1, 0x02),
            (header + 7, 0xF6), (header + 6, 0x02),
        ]
        for (index, byte) in changes {
            var input = bug
            input[index] = byte
            fuzzPlanted(input.span)
        }
        let wasteful = plantedInput(text: 125)
        fuzzPlanted(wasteful.span)
        for count in 0..<bug.count { fuzzPlanted(bug.span.extracting(first: count)) }
    }
}

/// A text, its length in two bytes, and a Close, both masked with zeros.
private func plantedInput(text count: UInt8 = 126) -> [UInt8] {
    [0x81, 0xFE, 0, count, 0, 0, 0, 0] + [UInt8](repeating: 0x61, count: Int(count))
        + [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xF7]
}
