import Testing
import WebSocketWire

@testable import Benchmarks

struct MessagePatternTests {
    private let pattern = MessagePattern(size: 16, seed: 7)

    @Test
    func `messages near each other differ, on one connection and between connections`() {
        var seen = Set<Int>()
        for connection in 0..<64 {
            for message in UInt64(0)..<32 {
                seen.insert(pattern.window(connection: connection, message: message).lowerBound)
            }
        }
        #expect(seen.count == 64 * 32)
    }

    @Test
    func `a window matches itself and nothing else`() {
        let payload = payload(at: 100)
        #expect(matches(payload, at: 100))
        #expect(!matches(payload, at: 101))
    }

    @Test
    func `a flipped bit is found`() {
        var payload = payload(at: 100)
        payload[9] ^= 1
        let difference = pattern.difference(payload.span, at: 100)
        #expect(!matches(payload, at: 100))
        #expect(difference?.offset == 9)
    }

    /// The window's bytes, from the frame that is sent.
    private func payload(at start: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        pattern.append(start..<(start + 16), maskingKey: .zero, to: &bytes)
        return Array(bytes.suffix(16))
    }

    private func matches(_ payload: [UInt8], at start: Int) -> Bool {
        pattern.matches(payload.span, at: start)
    }
}
