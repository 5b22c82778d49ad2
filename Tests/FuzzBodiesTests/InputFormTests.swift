import Testing
import WebSocketWire

@testable import FuzzBodies

struct InputFormTests {
    /// Frames behind choices that say who sends them, and bytes that are no input of any form.
    private static let inputs: [[UInt8]] = [
        [], [0x0A], [1, 2, 3], [0, 0, 0, 0],
        [0, 0, 0, 0, 0x81, 0x81, 0, 0, 0, 0, 0x61, 0x88, 0x82, 1, 2, 3, 4, 2, 0xEA],
        [1, 1, 0, 0, 0x01, 0x01, 0x61, 0x89, 0x00, 0x80, 0x7E, 0x00, 0x01, 0x62],
        Array(repeating: 0xFF, count: 300),
    ]

    @Test(arguments: InputForm.allCases)
    func `a change keeps to the limit and depends on nothing but what it is given`(_ form: InputForm) {
        for input in Self.inputs {
            for limit in [1, 3, 8, 64, 400] where limit >= input.count {
                for seed in 0..<100 as Range<UInt32> {
                    let once = mutated(input, form, limit, seed)
                    #expect(once.count <= limit, "seed \(seed), limit \(limit), input \(input)")
                    #expect(once == mutated(input, form, limit, seed), "seed \(seed), input \(input)")
                }
            }
        }
    }

    @Test(arguments: InputForm.allCases)
    func `a crossing keeps to the limit and depends on nothing but what it is given`(_ form: InputForm) {
        for first in Self.inputs {
            for second in Self.inputs {
                for seed in 0..<20 as Range<UInt32> {
                    let limit = Int(seed) * 3
                    let once = form.cross(first.span, with: second.span, atMost: limit, seed: seed)
                    #expect(once.count <= limit, "seed \(seed)")
                    let again = form.cross(first.span, with: second.span, atMost: limit, seed: seed)
                    #expect(once == again, "seed \(seed)")
                }
            }
        }
    }

    @Test func `a fixed share of changes is of bytes, of the whole input`() {
        let input = Self.inputs[4]
        var whole = 0
        for seed in 0..<1000 as Range<UInt32> {
            var changed = input
            InputForm.choicesAndFrames.mutate(&changed, atMost: 100, seed: seed) { bytes, _ in
                if bytes == input { whole += 1 }
            }
        }
        #expect((200...300).contains(whole), "\(whole)")
    }

    @Test func `what comes in is masked as the choice of a sender says`() {
        for (switches, isMasked) in [(0, true), (1, false)] as [(UInt8, Bool)] {
            let empty: [UInt8] = [switches, 0, 0, 0]
            var seen = 0
            for seed in 0..<300 as Range<UInt32> {
                let changed = mutated(empty, .choicesAndFrames, 400, seed)
                guard changed.count > 5, changed[..<4] == empty[...] else { continue }
                let wire = Array(changed[4...])
                guard let frame = firstHeader(wire), wire[0] & 0x70 == 0 else { continue }
                if frame.isMasked == isMasked { seen += 1 }
            }
            #expect(seen > 100, "\(switches): \(seen)")
        }
    }

    @Test func `an input of choices keeps them when it is crossed`() {
        let (first, second) = (Self.inputs[5], Self.inputs[4])
        for seed in 0..<50 as Range<UInt32> {
            let crossed = InputForm.choicesAndFrames.cross(
                first.span, with: second.span, atMost: 200, seed: seed)
            #expect(crossed.prefix(4) == [1, 1, 0, 0], "seed \(seed)")
        }
    }

    /// With a change of bytes that is easily told, and makes as many as it may, now and then.
    private func mutated(_ input: [UInt8], _ form: InputForm, _ limit: Int, _ seed: UInt32) -> [UInt8] {
        var input = input
        form.mutate(&input, atMost: limit, seed: seed) { bytes, limit in
            bytes = Array((bytes + [UInt8](repeating: 0x2A, count: bytes.count % 2 * limit)).prefix(limit))
        }
        return input
    }

    private func firstHeader(_ wire: [UInt8]) -> FrameHeader? {
        var scanner = FrameScanner()
        var position = 0
        return scanner.next(in: wire.span, at: &position)?.header
    }
}
