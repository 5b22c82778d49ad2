import Synchronization
import Testing

@testable import ClosecallCLI

@Suite struct InputTests {
    @Test(arguments: [1, 2, 3, 5, 100])
    func `lines come whole, however their bytes do`(piece: Int) async {
        let rest = Mutex(Array("one\r\n\ntwö\nlast".utf8)[...])
        let input = Input(isTerminal: false) {
            rest.withLock { rest in
                defer { rest = rest.dropFirst(piece) }
                return Array(rest.prefix(piece))
            }
        }
        var lines: [String] = []
        while let line = await input.line() { lines.append(line) }
        #expect(lines == ["one", "", "twö", "last"])
        #expect(await input.line() == nil)
    }

    @Test func `nothing is nothing`() async {
        #expect(await Input.empty.line() == nil)
    }
}
