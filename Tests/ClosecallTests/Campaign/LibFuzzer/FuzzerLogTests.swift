import Testing

@testable import Closecall

@Suite struct FuzzerLogTests {
    @Test func `a status line has its figures`() throws {
        let line =
            "#65536\tNEW    cov: 1203 ft: 4521 corp: 412/31Kb lim: 264 exec/s: 4521 rss: 96Mb L: 9/264 MS: 3 ShuffleBytes-"
        let status = try #require(FuzzerStatus(line))
        #expect(status.event == "NEW" && status.executions == 65536)
        #expect(status.coverage == 1203 && status.features == 4521)
        #expect(status.corpus == 412 && status.rate == 4521 && status.memory == 96)
        let first = try #require(FuzzerStatus("#2\tINITED cov: 4 ft: 5 corp: 1/1b exec/s: 0 rss: 35Mb"))
        #expect(first.event == "INITED" && first.corpus == 1)
    }

    @Test(arguments: [
        "", "#", "# Uses: 11", "#12", "#x NEW cov: 3", "INFO: Seed: 537464416",
        "###### Recommended dictionary. ######",
        "    #0 0x5621b7eef098 in main /a.cpp:3:1",
    ])
    func `other lines are no status`(line: String) {
        #expect(FuzzerStatus(line) == nil)
    }

    @Test func `a run is followed from its corpus to its end`() {
        var log = FuzzerLog()
        for line in [
            "INFO: Loaded 1 modules   (283371 inline 8-bit counters): 283371 [0x55c9021eb31c, 0x55c902230607), ",
            "INFO: seed corpus: files: 37 min: 6b max: 264b total: 1398b rss: 54Mb",
        ] { log.take(line) }
        #expect(log.isInstrumented && !log.isThroughCorpus && log.status == nil)
        log.take("#40\tINITED cov: 650 ft: 1639 corp: 36/1383b exec/s: 0 rss: 60Mb")
        #expect(log.isThroughCorpus && log.executions == 40)
        log.take("Done 16678 runs in 4 second(s)")
        log.take("stat::number_of_executed_units: 16678")
        #expect(log.executions == 16678 && log.report.isEmpty && log.artifact == nil)
    }

    @Test func `a report begins with what broke and goes on to the artifact`() {
        var log = FuzzerLog()
        log.take("Running: x")
        for line in FuzzerReports.promise { log.take(line) }
        log.take("artifact_prefix='f/'; Test unit written to f/frames-crash-4521f8e3")
        log.take("Base64: cHBMEUxw")
        #expect(log.report.starts(with: FuzzerReports.promise))
        #expect(log.artifact == "f/frames-crash-4521f8e3" && log.lastInput == "x")
    }

    @Test func `a slow input is no artifact`() {
        var log = FuzzerLog()
        log.take("Slowest unit: 12 s:")
        log.take("artifact_prefix='f/'; Test unit written to f/frames-slow-unit-4521f8e3")
        #expect(log.artifact == nil && log.report.isEmpty)
    }

    @Test func `what is kept of it is bounded`() {
        var log = FuzzerLog()
        log.take("==7==ERROR: AddressSanitizer: SEGV on unknown address")
        for number in 0..<1000 { log.take("line \(number)") }
        #expect(log.report.count == 400)
        #expect(log.tail == (988..<1000).map { "line \($0)" })
    }

    @Test func `lines are cut out of any pieces`() {
        let text = Array("one\r\ntwo\n\nthree".utf8)
        for size in 1...text.count {
            var cutter = LineCutter()
            var lines: [String] = []
            for start in stride(from: 0, to: text.count, by: size) {
                cutter.take(Array(text[start..<min(start + size, text.count)])) { lines.append($0) }
            }
            cutter.end { lines.append($0) }
            #expect(lines == ["one", "two", "", "three"])
        }
    }

    @Test func `a line that never ends does not fill memory`() {
        var cutter = LineCutter()
        var lines: [String] = []
        for _ in 0..<10 { cutter.take(Array(repeating: 0x41, count: 1000)) { lines.append($0) } }
        cutter.take([0x0A, 0xFF, 0x0A]) { lines.append($0) }
        #expect(lines.map(\.count) == [4096, 1] && lines.last == "\u{FFFD}")
    }
}
