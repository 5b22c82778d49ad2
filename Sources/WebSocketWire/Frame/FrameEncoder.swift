/// Writes the frames of one endpoint: masked by a client, plain by a server (RFC 6455 §5.1).
///
/// For what the standard forbids, write a `FrameHeader` of your own with `FrameHeader.append(to:)` and the
/// payload behind it.
public struct FrameEncoder: Hashable, Sendable {
    /// Whose frames these are.
    public let role: EndpointRole

    /// An encoder for one side.
    public init(role: EndpointRole) {
        self.role = role
    }

    /// Appends one frame.
    ///
    /// - Parameters:
    ///   - opcode: what it is.
    ///   - payload: its bytes, as they are before masking.
    ///   - isFinal: whether its message ends with it.
    ///   - isCompressed: sets RSV1, with permessage-deflate on a message's first frame.
    ///   - maskingKey: 32 bits that nobody can guess (RFC 6455 §5.3); a server's frames leave it unused.
    ///   - output: where the frame is appended.
    public func append(
        _ opcode: Opcode, payload: Span<UInt8>, isFinal: Bool = true, isCompressed: Bool = false,
        maskingKey: MaskingKey, to output: inout [UInt8]
    ) {
        let header = FrameHeader(
            opcode: opcode, isFinal: isFinal, reservedBits: isCompressed ? 4 : 0,
            maskingKey: role == .client ? maskingKey : nil, payloadLength: UInt64(payload.count))
        output.reserveCapacity(output.count + header.encodedLength + payload.count)
        header.append(to: &output)
        guard let key = header.maskingKey else { return output.append(contentsOf: payload) }
        key.append(payload, to: &output)
    }
}
