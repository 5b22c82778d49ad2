import Testing
import WebSocketWire

@testable import FuzzBodies

struct EventInputTests {
    /// A head and a frame from the client, a second, a frame from the server, and its end.
    private let input: [UInt8] =
        [0, 0, 0, 0, 0x00, 16] + Array("GET / \r\n\r\n".utf8) + [0x81, 0x80, 0, 0, 0, 0]
        + [0x0D, 0x01, 2, 0x81, 0x00, 0x0B]

    @Test func `an input is taken apart and put together again`() {
        let taken = EventInput(input.span)
        #expect(taken.bytes == input)
        #expect(taken.events.count == 4)
        #expect(taken.events[2] == .run([0x81, 0x00], from: .server))
    }

    @Test func `a run that says more than there is, is as long as it is`() {
        let cut: [UInt8] = [0, 0, 0, 0, 0xF9, 0xFF, 0x61, 0x62]
        #expect(EventInput(cut.span).bytes == [0, 0, 0, 0, 0x01, 2, 0x61, 0x62])
    }

    @Test func `frames are changed as frames, and a head stays one, mostly`() {
        var (heads, frames, counts) = (0, 0, Set<Int>())
        for seed in 0..<500 as Range<UInt32> {
            var changed = input
            InputForm.choicesAndEvents.mutate(&changed, atMost: 400, seed: seed) { bytes, _ in
                bytes.append(0x2A)
            }
            let events = EventInput(changed.span).events
            counts.insert(events.count)
            guard events.count == 4, case .run(let run, from: .client) = events[0] else { continue }
            if run.starts(with: Array("GET / \r\n\r\n".utf8)) { heads += 1 }
            let wire = Array(run.dropFirst(10))
            var scanner = FrameScanner()
            var position = 0
            if let piece = scanner.next(in: wire.span, at: &position), piece.endsFrame, wire.count > 6 {
                frames += 1
            }
        }
        #expect(heads > 100, "\(heads)")
        #expect(frames > 10, "\(frames)")
        #expect(counts.isSuperset(of: [3, 4, 5]), "\(counts)")
    }

    @Test func `a crossing is the beginning of one and the end of the other`() {
        let other: [UInt8] = [1, 1, 1, 1, 0x15, 0x1D]
        for seed in 0..<100 as Range<UInt32> {
            let crossed = InputForm.choicesAndEvents.cross(
                input.span, with: other.span, atMost: 400, seed: seed)
            let events = EventInput(crossed.span).events
            let mine = EventInput(input.span).events
            let kept = zip(events, mine).prefix { $0 == $1 }.count
            #expect(crossed.prefix(4) == [0, 0, 0, 0], "seed \(seed)")
            #expect(
                EventInput(other.span).events.suffix(events.count - kept) == events[kept...], "seed \(seed)")
        }
    }
}
