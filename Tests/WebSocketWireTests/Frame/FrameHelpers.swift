import WebSocketWire

/// What a decoder said of a stream, with everything in it that may not depend on the stream's split.
struct DecodedStream: Equatable, CustomStringConvertible {
    struct Frame: Equatable {
        var header: FrameHeader
        var offset: UInt64
        var payload: [UInt8]
        var isComplete: Bool
        var offences: FrameOffences
    }

    var frames: [Frame] = []
    var violation: FrameViolation?

    var description: String {
        frames.map { "\($0.offset): \($0.header) \($0.payload.prefix(16)) \($0.offences.all)" }
            .joined(separator: "\n") + (violation.map { "\n\($0)" } ?? "")
    }

    /// Feeds the parts, one after the other, each in memory of its own.
    init(
        _ parts: [[UInt8]], from sender: EndpointRole = .client,
        strictness: FrameDecoder.Strictness = .strict, meaningfulReservedBits: UInt8 = 0,
        limits: FrameLimits = FrameLimits()
    ) {
        var decoder = FrameDecoder(
            from: sender, strictness: strictness, meaningfulReservedBits: meaningfulReservedBits,
            limits: limits)
        for part in parts {
            feed(part, to: &decoder)
        }
    }

    private mutating func feed(_ part: [UInt8], to decoder: inout FrameDecoder) {
        var part = part
        var bytes = part.mutableSpan
        var position = 0
        do throws(FrameViolation) {
            while let piece = try decoder.next(in: &bytes, at: &position) {
                let payload = piece.payload.map { bytes[$0] }
                add(piece, payload, decoder.offences)
            }
        } catch {
            violation = error
        }
    }

    private mutating func add(_ piece: FramePiece, _ payload: [UInt8], _ offences: FrameOffences) {
        if piece.startsFrame {
            frames.append(
                Frame(
                    header: piece.header, offset: piece.frameOffset, payload: payload,
                    isComplete: piece.endsFrame, offences: offences))
        } else {
            frames[frames.count - 1].payload += payload
            frames[frames.count - 1].isComplete = piece.endsFrame
        }
    }
}

/// One frame's bytes, legal or not.
func frame(
    _ opcode: Opcode, _ payload: [UInt8] = [], fin: Bool = true, rsv: UInt8 = 0, key: MaskingKey? = nil,
    length: UInt64? = nil, form: FrameHeader.LengthForm? = nil
) -> [UInt8] {
    let header = FrameHeader(
        opcode: opcode, isFinal: fin, reservedBits: rsv, maskingKey: key,
        payloadLength: length ?? UInt64(payload.count), lengthForm: form)
    var bytes: [UInt8] = []
    header.append(to: &bytes)
    let keyBytes = (key ?? .zero).bytes
    // On purpose not `MaskingKey.append`: what the tests compare with is the RFC's formula, byte by byte.
    return bytes + payload.enumerated().map { $1 ^ keyBytes[$0 % 4] }
}

let someKey = MaskingKey(0x37, 0xFA, 0x21, 0x3D)
