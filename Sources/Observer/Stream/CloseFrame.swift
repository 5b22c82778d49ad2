public import WebSocketWire

/// A Close frame that was complete.
public struct CloseFrame: Hashable, Sendable {
    /// Its payload, unmasked, as far as it is kept: 125 bytes, which is all that a control frame may have.
    public let payload: [UInt8]
    /// Its header.
    public let header: FrameHeader
    /// Which frame of its stream it was, counted from 1.
    public let frame: UInt64
    /// Where in the stream of frames it begins.
    public let offset: UInt64
    /// When its last byte was there.
    public let mark: Mark

    /// A Close.
    public init(payload: [UInt8], header: FrameHeader, frame: UInt64, offset: UInt64, mark: Mark) {
        self.payload = payload
        self.header = header
        self.frame = frame
        self.offset = offset
        self.mark = mark
    }

    /// The code as the bytes have it, allowed or not; nil where there are fewer than two.
    public var code: UInt16? {
        payload.count < 2 ? nil : UInt16(payload[0]) << 8 | UInt16(payload[1])
    }

    /// The reason as a person may read it: what is not UTF-8 shows as U+FFFD.
    public var reason: String { String(decoding: payload.dropFirst(2), as: UTF8.self) }

    /// What RFC 6455 §5.5.1 has against the payload.
    public var violation: ClosePayloadViolation? {
        do throws(ClosePayloadViolation) {
            _ = try ClosePayload(parsing: payload.span)
            return nil
        } catch {
            return error
        }
    }
}
