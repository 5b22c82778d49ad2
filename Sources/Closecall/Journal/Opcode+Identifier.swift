internal import WebSocketWire

extension Opcode {
    /// One word: `text`, `reserved-b`.
    var identifier: String {
        isReserved ? "reserved-" + String(rawValue, radix: 16) : description
    }
}
