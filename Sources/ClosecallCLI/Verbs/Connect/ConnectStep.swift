internal import Closecall
internal import WebSocketWire

/// One thing that a client can be told to do, by an option or by a typed line.
enum ConnectStep: Hashable, Sendable {
    case text(String)
    case binary([UInt8])
    case ping([UInt8])
    case close(ClosePayload)

    /// Whether an echo server would answer it with a message.
    var isMessage: Bool {
        switch self {
        case .text, .binary: true
        case .ping, .close: false
        }
    }

    static func ping(parsing text: String) throws(CommandFailure) -> ConnectStep {
        let bytes = Array(text.utf8)
        guard bytes.count <= 125 else {
            throw CommandFailure("a ping carries at most 125 bytes, not \(bytes.count), shorten the text")
        }
        return .ping(bytes)
    }

    /// - Parameters:
    ///   - code: digits; nil for an empty Close.
    ///   - reason: as typed.
    static func close(code: Substring?, reason: Substring) throws(CommandFailure) -> ConnectStep {
        guard let code, !code.isEmpty else { return .close(.empty) }
        guard let number = Int(code) else {
            throw CommandFailure("\"\(code)\" is not a close code, write a number such as 1000 or 4000")
        }
        guard let code = UInt16(exactly: number).map({ CloseCode(rawValue: $0) }), code.mayBeSentByScript
        else {
            throw CommandFailure(
                "close code \(number) is not for applications to send, choose 1000 or 3000 to 4999")
        }
        do throws(ClosePayloadMisuse) {
            return .close(try ClosePayload(code: code, reason: String(reason)))
        } catch {
            throw CommandFailure(
                "the close reason has \(reason.utf8.count) bytes, at most \(ClosePayload.reasonByteLimit) fit"
            )
        }
    }
}

extension WebSocket {
    /// All arguments were checked, and a socket that is no longer open ignores what it is told, as on the web.
    func perform(_ step: ConnectStep) {
        switch step {
        case .text(let text): try? send(text)
        case .binary(let bytes): try? send(bytes)
        case .ping(let payload): try? ping(payload)
        case .close(let payload):
            guard let code = payload.code else { return close() }
            try? close(code: Int(code.rawValue), reason: payload.reason)
        }
    }
}
