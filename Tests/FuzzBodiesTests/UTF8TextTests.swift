import Testing

@testable import FuzzBodies

/// That the check notices planted bugs, each in a process of its own, which must end.
struct UTF8TextTests {
    @Test
    func `a validator that forgets where a piece ended is noticed`() async {
        await #expect(processExitsWith: .failure) {
            let kappa = Array("κόσμε".utf8)
            checkUTF8(kappa.span, [3, 1, 0]) { text, sizes in
                for range in Pieces(of: text.count, sizes) {
                    if let bad = validatorsVerdict(text.extracting(range), Pieces.whole) {
                        return range.lowerBound + bad
                    }
                }
                return nil
            }
        }
    }

    @Test
    func `a validator that is late by one byte is noticed`() async {
        await #expect(processExitsWith: .failure) {
            let bytes: [UInt8] = [0x61, 0xFF, 0x61]
            checkUTF8(bytes.span, [1, 1, 1]) { text, sizes in
                validatorsVerdict(text, sizes).map { $0 + 1 }
            }
        }
    }

    @Test
    func `the same check is content with our own validator`() {
        let (kappa, bytes): ([UInt8], [UInt8]) = (Array("κόσμε".utf8), [0x61, 0xFF, 0x61])
        checkUTF8(kappa.span, [3, 1, 0], verdict: validatorsVerdict)
        checkUTF8(bytes.span, [1, 1, 1], verdict: validatorsVerdict)
    }
}
