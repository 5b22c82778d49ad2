import Testing

@testable import Closecall

@Suite struct InputReducerTests {
    @Test func `what is not needed is left out`() {
        let needle = Array("needle".utf8)
        #expect(
            reduced(Array("a haystack with a needle in it, and more hay".utf8)) { $0.contains(needle) }
                == needle)
    }

    @Test func `two places that are far apart are both kept`() {
        let input = [UInt8](repeating: 7, count: 100) + [1] + [UInt8](repeating: 7, count: 200) + [2, 7]
        #expect(reduced(input) { $0.contains(1) && $0.contains(2) } == [1, 2])
    }

    @Test func `bytes that do not matter become 0`() {
        #expect(reduced([9, 8, 7, 6]) { $0.count == 4 && $0[2] == 7 } == [0, 0, 7, 0])
    }

    @Test func `a length shrinks with what it counts`() {
        // A masked frame of 40 bytes: it breaks only while its length is right and an A is in it.
        var input: [UInt8] = [0x81, 0x80 | 40, 1, 2, 3, 4] + Array(repeating: 0x20, count: 40)
        input[20] = 0x41
        let result = reduced(input) { bytes in
            bytes.count >= 6 && bytes[0] == 0x81 && bytes[1] & 0x80 != 0
                && Int(bytes[1] & 0x7F) == bytes.count - 6 && bytes[6...].contains(0x41)
        }
        #expect(result == [0x81, 0x81, 0, 0, 0, 0, 0x41])
    }

    @Test func `what cannot be smaller stays, and nothing is asked twice for ever`() {
        let input: [UInt8] = [1, 2, 3]
        var questions = 0
        let result = reduced(input) {
            questions += 1
            return $0 == input
        }
        #expect(result == input && questions < 20)
        #expect(reduced([]) { _ in true } == [])
        #expect(reduced([5]) { _ in true } == [])
    }

    @Test func `a large input is asked about in bounded pieces`() throws {
        var most = 0
        var reducer = InputReducer(Array(repeating: 1, count: 1 << 20))
        var rounds = 0
        struct Enough: Error {}
        #expect(throws: Enough.self) {
            try reducer.reduce { candidates in
                most = max(most, candidates.reduce(0) { $0 + $1.count })
                rounds += 1
                if rounds > 20 { throw Enough() }
                return nil
            }
        }
        #expect(most <= 5 << 20)
    }

    private func reduced(_ input: [UInt8], _ breaks: ([UInt8]) -> Bool) -> [UInt8] {
        var reducer = InputReducer(input)
        reducer.reduce { candidates in candidates.firstIndex(where: breaks) }
        return reducer.best
    }
}
