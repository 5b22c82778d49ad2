import Testing

@testable import Closecall

@Suite struct BrokenPromiseTests {
    @Test func `a precondition has its words, its place and our part of the stack`() {
        let promise = BrokenPromise(report: FuzzerReports.promise)
        #expect(promise.kind == .promise && promise.words == "the decoder's 9 bytes went missing")
        #expect(promise.place == "FuzzBodies/Toy.swift:9")
        #expect(
            promise.frames == [
                StackFrame(
                    function: "$s3toy5WatchV5checkyyx_SitFs5UInt8V_Tg5", file: "Sources/FuzzBodies/Toy.swift",
                    line: 9),
                StackFrame(
                    function: "$s3toy7fuzzToyyys4SpanVys5UInt8VGF", file: "Sources/FuzzBodies/Toy.swift",
                    line: 15
                ),
            ])
    }

    @Test func `a trap says what the compiler checked`() {
        let promise = BrokenPromise(report: FuzzerReports.trap)
        #expect(promise.kind == .trap && promise.words == "arithmetic overflow")
        #expect(promise.place == "Sources/FuzzBodies/Toy.swift:18" && promise.frames.count == 1)
    }

    @Test func `a check of the standard library's is told with our place`() {
        let report =
            ["Swift/Array.swift:692: Fatal error: Index out of range"] + FuzzerReports.promise.dropFirst()
        #expect(BrokenPromise(report: report).place == "Sources/FuzzBodies/Toy.swift:9")
        #expect(BrokenPromise(report: Array(report.prefix(1))).place == "Swift/Array.swift:692")
    }

    @Test func `of several stacks the first one counts`() {
        let promise = BrokenPromise(report: FuzzerReports.memory)
        #expect(promise.kind == .memory && promise.words == "heap-buffer-overflow")
        #expect(promise.frames.map(\.line) == [16])
    }

    @Test func `a timeout says after how long`() {
        let promise = BrokenPromise(report: FuzzerReports.timeout)
        #expect(promise.kind == .timeout && promise.words == "timeout after 2 seconds")
        #expect(
            promise.frames.map(\.file) == [
                "Sources/WebSocketWire/Inner.swift", "Sources/FuzzBodies/Toy.swift",
            ])
    }

    @Test func `a recursion is one function`() {
        let promise = BrokenPromise(report: FuzzerReports.recursion)
        #expect(promise.words == "stack-overflow" && promise.frames.count == 2)
    }

    @Test(arguments: [
        (
            "==1== ERROR: libFuzzer: out-of-memory (used: 4200Mb; limit: 4096Mb)",
            BrokenPromise.Kind.outOfMemory
        ),
        ("==1==ERROR: LeakSanitizer: detected memory leaks", .leak),
        ("==1== ERROR: libFuzzer: fuzz target exited", .crash), ("Fatal error", .promise),
        ("Swift/Array.swift:7: Fatal error: Index out of range", .promise),
    ])
    func `kinds are told apart`(line: String, kind: BrokenPromise.Kind) {
        #expect(BrokenPromise(report: [line]).kind == kind)
    }

    @Test func `words that only look like a report's are none`() {
        #expect(BrokenPromise.message(in: "a test of Fatal errors") == nil)
        #expect(BrokenPromise.message(in: "no Fatal error: x") == nil)
        #expect(BrokenPromise.message(in: "A.swift:1: Fatal error: x")?.words == "x")
    }

    @Test func `where code of several lines was put together, the promise's own place counts`() {
        let first = FuzzerReports.promise.map { $0.replacing("Toy.swift:9:9", with: "Toy.swift") }
        let second = first.map { $0.replacing("Toy.swift:9:", with: "Toy.swift:12:") }
        let frame = BrokenPromise(report: first).frames.first
        #expect(frame?.file == "Sources/FuzzBodies/Toy.swift" && frame?.line == nil)
        #expect(frame?.place == "Sources/FuzzBodies/Toy.swift")
        #expect(BrokenPromise(report: first).signature != BrokenPromise(report: second).signature)
    }

    // MARK: Signatures

    @Test func `neither addresses nor words of an input make two of one`() {
        let other = FuzzerReports.promise.map {
            $0.replacing("0x56", with: "0x99").replacing("9 bytes", with: "700 bytes")
        }
        #expect(
            BrokenPromise(report: other).signature == BrokenPromise(report: FuzzerReports.promise).signature)
    }

    @Test func `specialisations and closures make no two of one`() {
        func signature(_ functions: String...) -> String {
            var promise = BrokenPromise("x")
            promise.frames = functions.map { StackFrame(function: $0, file: "A.swift", line: 3) }
            return promise.signature
        }
        let plain = signature("Watch.check(_:_:)", "fuzzToy(_:)")
        #expect(signature("specialized Watch.check(_:_:)", "closure #2 in fuzzToy(_:)") == plain)
        #expect(signature("merged specialized Watch.check(_:_:)", "fuzzToy(_:)") == plain)
        #expect(signature("Watch.take(_:_:)", "fuzzToy(_:)") != plain)
        #expect(plain.count == 8)
    }

    @Test func `two promises of one function are two`() {
        let other = FuzzerReports.promise.map { $0.replacing("Toy.swift:9:", with: "Toy.swift:10:") }
        #expect(
            BrokenPromise(report: other).signature != BrokenPromise(report: FuzzerReports.promise).signature)
    }

    @Test func `a timeout strikes anywhere`() {
        let deeper = FuzzerReports.timeout.flatMap { line in
            line.contains("#7")
                ? [line.replacing("Inner.swift:20", with: "Inner.swift:99")]
                : [line.replacing(":20:76", with: ":21:1")]
        }
        #expect(
            BrokenPromise(report: deeper).signature == BrokenPromise(report: FuzzerReports.timeout).signature)
    }

    @Test func `without a stack the place counts, and without that the words`() {
        let one = BrokenPromise(report: ["A.swift:1: Fatal error: 7 is bad"])
        #expect(one.signature == BrokenPromise(report: ["A.swift:1: Fatal error: 8 is bad"]).signature)
        #expect(one.signature != BrokenPromise(report: ["A.swift:2: Fatal error: 7 is bad"]).signature)
        #expect(BrokenPromise("a").signature != BrokenPromise("b").signature)
    }

    // MARK: Names

    @Test func `a regression is named by its promise and its content`() {
        let promise = BrokenPromise(report: FuzzerReports.promise)
        #expect(
            ContentName.regression(of: Array("bad".utf8), breaking: promise)
                == "the-decoder-s-bytes-went-missing-\(ContentName.digest(of: Array("bad".utf8)).prefix(8))")
        #expect(ContentName.digest(of: Array("abc".utf8)) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    }

    @Test(arguments: [
        (
            "in pieces the session is another one than whole: client got 7",
            "in-pieces-the-session-is-another-one-than-whole"
        ),
        ("at 250 µs: pause(client), but that leg is gone", "pause-client-but-that-leg-is-gone"),
        ("42", "broken"), ("", "broken"), ("été 2 Über", "t-ber"),
        (
            "a promise whose words are so many that nobody would want all of them in a name",
            "a-promise-whose-words-are-so-many-that-nobody-would-want-all"
        ),
    ])
    func `slugs are short and plain`(words: String, slug: String) {
        #expect(ContentName.slug(words) == slug)
        #expect(slug.count <= 60)
    }
}
