import WebSocketWire

/// 64 MB of frames of one size, as a client sends them: the work of the frame benchmarks.
final class FrameTraffic {
    static let volume = 64_000_000

    let payloadSize: Int
    let frameCount: Int
    var bytes: [UInt8]

    init(payloadSize: Int) {
        self.payloadSize = payloadSize
        let encoder = FrameEncoder(role: .client)
        let payload = [UInt8](repeating: 0x5A, count: payloadSize)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.volume + payloadSize + 14)
        var count = 0
        while bytes.count < Self.volume {
            let key = MaskingKey(bits: UInt32(truncatingIfNeeded: count &* 0x9E37_79B1))
            encoder.append(.binary, payload: payload.span, maskingKey: key, to: &bytes)
            count += 1
        }
        self.bytes = bytes
        frameCount = count
    }

    /// Millions of frames a second.
    func frameRate(_ seconds: Double?) -> Double? {
        seconds.map { Double(frameCount) / $0 / 1e6 }
    }

    /// Gigabytes of wire a second.
    func byteRate(_ seconds: Double?) -> Double? {
        seconds.map { Double(bytes.count) / $0 / 1e9 }
    }
}
