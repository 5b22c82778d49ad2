import Testing
import WebSocketWire

@testable import FuzzBodies

/// That the watch notices planted bugs, each in a process of its own, which must end.
struct PieceWatchTests {
    @Test
    func `a payload that was left masked is noticed`() async {
        await #expect(processExitsWith: .failure) {
            var scanner = FrameScanner()
            var position = 0
            let bytes: [UInt8] = [0x81, 0x81, 1, 2, 3, 4, 0x60]
            if let piece = scanner.next(in: bytes.span, at: &position) {
                PieceWatch().checkMask(of: piece, from: bytes.span, to: bytes.span)
            }
        }
    }

    @Test
    func `a frame that is told twice is noticed`() async {
        await #expect(processExitsWith: .failure) {
            var scanner = FrameScanner()
            var position = 0
            let bytes: [UInt8] = [0x81, 0x01, 0x61]
            if let piece = scanner.next(in: bytes.span, at: &position) {
                var watch = PieceWatch()
                watch.take(piece, of: bytes.span, before: 0, after: position)
                watch.take(piece, of: bytes.span, before: 0, after: position)
            }
        }
    }
}
