import Testing

@testable import Closecall

@Suite struct LineCoverageTests {
    @Test func `a file told of by several programs is reached where one of them reached it`() {
        let coverage = LineCoverage(lcov: [
            "SF:/tree/Sources/WebSocketWire/B.swift", "FN:3,x", "DA:3,0", "DA:4,0", "DA:6,2", "DA:7,0",
            "end_of_record",
            "SF:/tree/Sources/WebSocketWire/A.swift", "DA:1,5", "end_of_record",
            "SF:/tree/Sources/WebSocketWire/B.swift", "DA:3,0", "DA:4,1", "DA:6,0", "DA:7,0", "DA:9,0",
            "end_of_record",
        ])
        #expect(
            coverage.files.map(\.path) == ["Sources/WebSocketWire/A.swift", "Sources/WebSocketWire/B.swift"])
        let file = coverage.files[1]
        #expect(file.lines == 5 && file.reached == 2)
        // Line 8 has no code: nothing between the two was reached.
        #expect(file.missed == [3...3, 7...9])
        #expect(coverage.lines == 6 && coverage.reached == 3 && coverage.percentage == 50)
    }

    @Test func `nothing to reach is all reached`() {
        #expect(LineCoverage(lcov: []).percentage == 100)
        #expect(
            LineCoverage(lcov: ["SF:/x/Sources/A/A.swift", "end_of_record"]).files.map(\.percentage) == [100])
    }
}
