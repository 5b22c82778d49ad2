internal import Testing

@testable internal import Closecall

@Suite struct DeskMarkTests {
    @Test func `nothing at hand holds nobody back`() {
        #expect(DeskMark().limit(7) == 7)
    }

    @Test func `what is at hand is waited for until it was handed on`() {
        let mark = DeskMark()
        mark.begin { 5 }
        #expect(mark.limit(7) == 5)
        #expect(mark.limit(3) == 3)
        mark.end()
        #expect(mark.limit(7) == 7)
    }

    @Test func `nothing is written while packets come of which nobody knows how old they are`() {
        let mark = DeskMark()
        mark.begin {
            #expect(mark.limit(7) == 0)
            return 5
        }
    }
}
