import Synchronization
import Testing

@testable import ClosecallCLI

@Suite struct InterruptsTests {
    @Test func `only the first is heard, also by who asks after it`() {
        let interrupts = Interrupts()
        let count = Atomic(0)
        interrupts.atFirst { count.add(1, ordering: .relaxed) }
        #expect(count.load(ordering: .relaxed) == 0)
        #expect(interrupts.raise())
        #expect(!interrupts.raise())
        #expect(count.load(ordering: .relaxed) == 1)
        interrupts.atFirst { count.add(10, ordering: .relaxed) }
        #expect(count.load(ordering: .relaxed) == 11)
    }
}
