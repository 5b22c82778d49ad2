import Faults
import Scenarios
import Testing

/// Texts that are made to hang or to crash whoever reads them.
struct YAMLBombTests {
    /// The only problem of a text, which has to be found soon.
    private func problem(_ bytes: [UInt8], within limit: Duration = .seconds(2)) -> String {
        let start = ContinuousClock.now
        let document = YAMLDocument(bytes)
        #expect(ContinuousClock.now - start < limit)
        return document.problems.map(\.description).joined(separator: "\n")
    }

    private func problem(_ text: String) -> String { problem(Array(text.utf8)) }

    @Test
    func `a billion laughs are heard as one`() {
        var text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
        for level in 1...30 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(
            problem(text).hasSuffix(
                ": expected 10000 values at most, found more once aliases are written out: an alias bomb?"))
    }

    @Test
    func `aliases of a long text are counted by its length`() {
        let text =
            "a: &a \(String(repeating: "x", count: 500_000))\nb: [\(String(repeating: "*a, ", count: 100))]\n"
        #expect(problem(text).contains("expected 4 MiB of text at most"))
    }

    @Test
    func `aliases nest no deeper than what is written`() {
        var text = "a0: &a0 x\n"
        for level in 1...100 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
        #expect(problem(text).hasPrefix("65:"))
    }

    @Test
    func `a file of 100 MB is refused at once`() {
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 100_000_000)
        #expect(
            problem(bytes, within: .milliseconds(500))
                == "1:1: expected a scenario of 1 MiB at most, found a file of 100000000 bytes")
    }

    @Test(arguments: ["[", "{", "{a: ", "- ", "? ", "[{", "a: ["])
    func `a hundred thousand lists in one another end at the 65th`(_ opening: String) {
        let message = problem(String(repeating: opening, count: 100_000))
        #expect(!message.isEmpty)
        if opening != "a: [" {
            #expect(message.contains("lists and maps in one another") || message.contains("cannot stand"))
        }
    }

    @Test
    func `lists in one another, each on a line of its own, end at the 65th`() {
        let message = problem(String(repeating: "[\n", count: 100_000))
        #expect(message == "65:1: expected 64 lists and maps in one another at most, found more")
    }

    @Test(
        arguments: [
            "a, ", "a: b\n", "- a\n", "\"", "'", "|\n", ">\n", "&a ", "*a ", "!a ", "!<", "%", "---\n", "#",
            "\t", ": ",
            "? a\n", "\\", "\u{85}", "\u{2028}", "é", "[]", "{}", "\r", " ", "\"\\x00\" ", "&a [*a", "a:\n ",
        ])
    func `a mebibyte of anything ends soon`(_ unit: String) {
        let count = YAMLDocument.Limit.bytes / unit.utf8.count
        _ = problem(Array(String(repeating: unit, count: count).utf8), within: .seconds(4))
        _ = problem(Array(("[" + String(repeating: unit, count: count - 1)).utf8), within: .seconds(4))
    }

    @Test
    func `a million keys are too many`() {
        let text = (0..<20_000).map { "k\($0): v\n" }.joined()
        #expect(problem(text).contains("expected 10000 values at most"))
    }

    @Test
    func `damaged scenarios never crash the reader`() {
        let seed: UInt64 = 20_261_121
        var random = RandomStream(seed: seed, "yaml damage")
        let text =
            "name: &n x\nrules:\n  - when: { kind: 'text', nth: [1, 2] }\n    do: *n\n    \"b\\x41\": |\n      t\n"
        let original = Array(text.utf8)
        let signs = Array("{}[],:-?&*!|>'\"%@`#\n\t \0".utf8)
        for round in 0..<3000 {
            var bytes = original
            for _ in 0...random.below(4) {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: place)
                default: bytes.insert(signs[random.below(signs.count)], at: place)
                }
            }
            let document = YAMLDocument(bytes)
            #expect(document.root != nil || !document.problems.isEmpty, "seed \(seed), round \(round)")
            #expect(
                document.problems.allSatisfy { $0.place >= Place(line: 1, column: 1) && !$0.message.isEmpty })
        }
    }
}
