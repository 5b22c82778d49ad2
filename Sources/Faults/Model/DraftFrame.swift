public import WebSocketWire

/// A frame that is going to leave, legal or not.
public struct DraftFrame: Hashable, Sendable {
    /// The header as it will stand on the wire. Its payload length may be a lie.
    public var header: FrameHeader
    /// The payload unmasked; compressed where the message is.
    public var payload: [UInt8]
    /// The key that the payload is really masked with, where it is not the header's.
    public var falseKey: MaskingKey?
    /// Whether the rule whose faults are at work is about this frame.
    public var isSubject: Bool
    /// The number of the frame that a peer sent, in its direction; nil for one that a fault made.
    public var origin: UInt64?

    /// A frame as a peer sent it, or as somebody wants it.
    public init(_ header: FrameHeader, payload: [UInt8], isSubject: Bool = false, origin: UInt64? = nil) {
        self.header = header
        self.payload = payload
        self.isSubject = isSubject
        self.origin = origin
    }

    /// Gives it another payload, and the length that belongs to it.
    public mutating func setPayload(_ new: [UInt8]) {
        payload = new
        header.payloadLength = UInt64(new.count)
        header.lengthForm = .minimal(for: UInt64(new.count))
    }

    /// The bytes that leave.
    public func append(to output: inout [UInt8]) {
        output.reserveCapacity(output.count + header.encodedLength + payload.count)
        header.append(to: &output)
        let key = falseKey ?? (header.isMasked ? header.maskingKey : nil)
        guard let key else { return output.append(contentsOf: payload) }
        key.append(payload.span, to: &output)
    }

    /// The bytes that leave.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }
}
