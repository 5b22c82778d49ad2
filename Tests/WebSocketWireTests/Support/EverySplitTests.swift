import Synchronization
import Testing

struct EverySplitTests {
    @Test(arguments: [0, 1, 2, 40, 3000])
    func `all pieces join to the whole`(_ count: Int) throws {
        var generator = SeededGenerator(seed: 1)
        let bytes = generator.bytes(count)
        try withEverySplit(of: bytes) { pieces in
            try #require(Array(pieces.joined()) == bytes)
        }
    }

    @Test func `every two pieces are tried, and the split has a name`() {
        var names: Set<String> = []
        withEverySplit(of: [1, 2, 3]) { _ in names.insert(Split.current.description) }
        let expected = ["whole", "byte by byte", "in two at 0", "in two at 1", "in two at 2", "in two at 3"]
        #expect(names.isSuperset(of: expected))
    }

    @Test func `a failure names its split`() throws {
        struct Broken: Error {}
        let heard = Mutex("")
        try withKnownIssue {
            try withEverySplit(of: [1, 2, 3]) { pieces in
                if pieces == [[1, 2], [3]] { throw Broken() }
            }
        } matching: { issue in
            heard.withLock { $0 += issue.comments.map(\.rawValue).joined() }
            return true
        }
        #expect(heard.withLock { $0.contains("in two at 2") })
    }

    @Test func `SplitMix64 gives its published numbers`() {
        // The reference C program by Vigna, seed 1234567.
        var generator = SeededGenerator(seed: 1_234_567)
        #expect(generator.next() == 6_457_827_717_110_365_317)
        #expect(generator.next() == 3_203_168_211_198_807_973)
        #expect(generator.next() == 9_817_491_932_198_370_423)
    }
}
