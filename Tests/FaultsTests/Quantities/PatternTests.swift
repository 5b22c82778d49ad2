import Faults
import Testing

struct PatternTests {
    private func ranges(_ pattern: String, _ bytes: [UInt8]) throws -> [Range<Int>?]? {
        try Pattern(pattern).firstMatch(in: bytes.span)?.ranges
    }

    private func replaced(_ pattern: String, _ text: String, _ template: String) throws -> String? {
        try Pattern(pattern).replacing(in: Array(text.utf8), with: template).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    @Test
    func `a pattern finds the first match and its groups`() throws {
        #expect(try ranges("(b+)(x)?(c)", Array("aabbc".utf8)) == [2..<5, 2..<4, nil, 4..<5])
        #expect(try ranges("z", Array("aabbc".utf8)) == nil)
        #expect(try ranges("^$", []) == [0..<0])
    }

    @Test
    func `in a text a dot is a character and all letters are letters`() throws {
        #expect(try ranges("^.$", Array("é".utf8)) == [0..<2])
        #expect(try ranges("^\\w+$", Array("größe".utf8)) == [0..<7])
    }

    @Test
    func `bytes that are no text are matched one by one`() throws {
        #expect(try ranges("^.\\x00", [0xFF, 0x00, 0x01]) == [0..<2])
        #expect(try ranges("\\xff", [0x61, 0xFF]) == [1..<2])
        #expect(try ranges("\\x{20ac}", [0xFF]) == nil)
    }

    @Test
    func `every match is replaced, with what its groups captured`() throws {
        #expect(try replaced("(\\d)(\\d)?", "1 23 4", "<$2$1>") == "<1> <32> <4>")
        #expect(try replaced("(?<who>\\w+)!", "hi Bob!", "${who}, $0 $$1 ${1}x") == "hi Bob, Bob! $1 Bobx")
        #expect(try replaced("q", "abc", "z") == nil)
    }

    @Test
    func `empty matches end, between characters and not within them`() throws {
        #expect(try replaced("", "aé", "-") == "-a-é-")
        #expect(try replaced("x*", "axxb", "-") == "-a--b-")
        #expect(
            try Pattern("").replacing(in: [0xC3, 0x28], with: "-") == Array("-".utf8) + [0xC3]
                + Array("-(-".utf8))
    }

    @Test
    func `a template that names no group says so`() throws {
        let pattern = try Pattern("(a)(?<b>b)")
        #expect(pattern.problem(inTemplate: "$0 $1 $2 ${b} $$") == nil)
        #expect(pattern.problem(inTemplate: "$3") == "\"$3\" names no group: the pattern has 2 groups")
        #expect(pattern.problem(inTemplate: "${c}") == "\"${c}\" names no group: the pattern has 2 groups")
        #expect(
            pattern.problem(inTemplate: "5$")
                == "a \"$\" stands alone: write $1, ${name}, or $$ for a dollar sign")
        #expect(pattern.replacing(in: Array("ab".utf8), with: "$3${c}5$") == Array("$3${c}5$".utf8))
    }

    @Test
    func `a pattern that is none says where`() {
        #expect(
            problem(Pattern.self, "é(a")
                == "expected a regular expression, found \"é(a\": "
                + "missing closing parenthesis at character 4")
        #expect(problem(Pattern.self, "a\\Cb")?.contains("\\C") == true)
        #expect(problem(Pattern.self, "~")?.hasSuffix("found nothing") == true)
    }

    @Test
    func `a pattern that would take for ever does not match`() throws {
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 5000) + [UInt8(ascii: "!")]
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: 300_000)
        let start = ContinuousClock.now
        #expect(try ranges("[ab]*[cd]", long) == nil)
        #expect(try Pattern("a(?=[ab]*[cd])|a").replacing(in: long, with: "") == nil)
        #expect(try ranges("^(a+)+$", bytes) == nil)
        #expect(try Pattern("(a|aa)+$").replacing(in: bytes, with: "") == nil)
        #expect(ContinuousClock.now - start < .seconds(20), "without a limit it takes minutes, or for ever")
    }

    @Test
    func `a hundred thousand matches are replaced soon`() throws {
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 100_000)
        let start = ContinuousClock.now
        #expect(try Pattern("a").replacing(in: bytes, with: "")?.count == 0)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test
    func `patterns are equal by their text, and serve many tasks at once`() async throws {
        let pattern = try Pattern("(\\d+)")
        #expect(try pattern == Pattern("(\\d+)"))
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<8 {
                group.addTask {
                    (0..<200).allSatisfy { round in
                        let bytes = Array("n \(number * 1000 + round) m".utf8)
                        return pattern.replacing(in: bytes, with: "$1") == bytes
                    }
                }
            }
            for await fine in group { #expect(fine) }
        }
    }
}
