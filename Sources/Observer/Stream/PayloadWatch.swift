internal import WebSocketWire

/// Looks into the messages of one direction: whether a text is UTF-8, and whether what is compressed inflates.
struct PayloadWatch: ~Copyable {
    private enum Message {
        /// None is under way, or one that is not looked into.
        case none
        case plainText
        case compressed(isText: Bool)
    }

    private var message = Message.none
    private var text = UTF8Validator()
    private var inflater: Inflater?
    /// What a message inflates to is looked at piece by piece, and never kept.
    private var plaintext: [UInt8] = []
    private var textLength = 0

    /// A bomb is not opened further than this.
    private static let mostInflated = 1 << 20

    init() {}

    /// Compressed messages can be read from here on, if parameters are given.
    mutating func compress(by direction: DeflateParameters.Direction?) {
        // With a smaller window zlib's verdict would depend on how the bytes come.
        inflater = direction.map { Inflater(contextTakeover: $0.contextTakeover) }
    }

    /// Bytes were not shown: no compressed message can be read any more that may refer to them.
    mutating func lose(_ direction: DeflateParameters.Direction?) {
        message = .none
        inflater = direction.flatMap { $0.contextTakeover ? nil : Inflater(contextTakeover: false) }
    }

    /// A message begins.
    mutating func begin(_ header: FrameHeader) {
        text = UTF8Validator()
        textLength = 0
        if header.isCompressed {
            message = inflater == nil ? .none : .compressed(isText: header.opcode == .text)
        } else {
            message = header.opcode == .text ? .plainText : .none
        }
    }

    /// Takes more of the message, unmasked.
    mutating func take(_ payload: Span<UInt8>) throws(PayloadTrouble) {
        switch message {
        case .none: break
        case .plainText: try check(payload)
        case .compressed(let isText):
            plaintext.removeAll(keepingCapacity: true)
            do throws(InflateViolation) {
                try inflater?.inflate(payload, into: &plaintext, limit: Self.mostInflated)
            } catch {
                throw giveUp(error)
            }
            if isText { try checkPlaintext() }
        }
    }

    /// The message is complete.
    mutating func end() throws(PayloadTrouble) {
        defer { message = .none }
        switch message {
        case .none: break
        case .plainText: try finishText()
        case .compressed(let isText):
            plaintext.removeAll(keepingCapacity: true)
            do throws(InflateViolation) {
                try inflater?.finishMessage(into: &plaintext, limit: Self.mostInflated)
            } catch {
                throw giveUp(error)
            }
            if isText {
                try checkPlaintext()
                try finishText()
            }
        }
    }

    private mutating func giveUp(_ violation: InflateViolation) -> PayloadTrouble {
        message = .none
        inflater = nil
        return .deflate(violation)
    }

    private mutating func checkPlaintext() throws(PayloadTrouble) {
        let bytes = plaintext
        try check(bytes.span)
    }

    private mutating func check(_ bytes: Span<UInt8>) throws(PayloadTrouble) {
        do throws(UTF8Violation) {
            try text.validate(bytes)
        } catch {
            message = .none
            throw .notUTF8(at: error.offset)
        }
    }

    private mutating func finishText() throws(PayloadTrouble) {
        do throws(UTF8Violation) { try text.finish() } catch { throw .notUTF8(at: error.offset) }
    }
}

/// What is wrong with a message.
enum PayloadTrouble: Error {
    case notUTF8(at: Int)
    case deflate(InflateViolation)
}
