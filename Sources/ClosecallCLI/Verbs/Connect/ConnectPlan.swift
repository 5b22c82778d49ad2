internal import Closecall
internal import WebSocketWire

/// What `connect` was asked for, checked before anything is sent.
struct ConnectPlan: Sendable {
    let url: String
    let protocols: [String]
    let options: WebSocketOptions
    /// In the order given; without any, lines are read.
    let script: [ConnectStep]
    /// How long to listen before closing; nil for "until the answers are there".
    let wait: Duration?

    init(_ arguments: ParsedArguments) throws(CommandFailure) {
        url = try Self.url(arguments.positionals[0])
        protocols = try HandshakeArguments.subprotocols(arguments, .offeredSubprotocol)
        options = try Self.options(arguments)
        script = try Self.script(arguments)
        wait = try arguments.duration(.wait)
    }

    private static func url(_ text: String) throws(CommandFailure) -> String {
        do throws(WebSocketURLError) {
            return "\(try WebSocketURL(text))"
        } catch {
            switch error.reason {
            case .noScheme, .unknownScheme, .noHost:
                throw CommandFailure("\(error), write for example ws://127.0.0.1:9001/")
            default: throw CommandFailure("\(error)")
            }
        }
    }

    private static func options(_ arguments: ParsedArguments) throws(CommandFailure) -> WebSocketOptions {
        var options = WebSocketOptions()
        options.headers = try HandshakeArguments.headers(arguments, .header)
        options.origin = try HandshakeArguments.origin(arguments, .origin)
        options.offersCompression = !arguments.has(.noDeflate)
        if let limit = try arguments.duration(.timeout) { options.handshakeTimeout = limit }
        return options
    }

    private static func script(_ arguments: ParsedArguments) throws(CommandFailure) -> [ConnectStep] {
        var steps: [ConnectStep] = []
        for occurrence in arguments.occurrences {
            guard let step = try step(occurrence) else { continue }
            if case .close = steps.last {
                throw CommandFailure(
                    "option \"\(occurrence.option.typed)\" stands behind --close, after which nothing is sent: "
                        + "put --close last")
            }
            steps.append(step)
        }
        return steps
    }

    private static func step(
        _ occurrence: ParsedArguments.Occurrence
    ) throws(CommandFailure) -> ConnectStep? {
        let value = occurrence.value ?? ""
        do throws(CommandFailure) {
            switch occurrence.option {
            case .send: return .text(value)
            case .sendBinary: return .binary(try ArgumentValue.hex(value))
            case .ping: return try .ping(parsing: value)
            case .close:
                let parts = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                return try .close(code: parts.first, reason: parts.count == 2 ? parts[1] : "")
            default: return nil
            }
        } catch {
            throw CommandFailure("option \"\(occurrence.option.typed)\": \(error.message)")
        }
    }
}

extension VerbOption {
    static let send = VerbOption.text("send", "TEXT", "send a text message", repeatable: true)
    static let sendBinary = VerbOption.text(
        "send-binary", "HEX", "send a binary message, such as 00ff10", repeatable: true)
    static let ping = VerbOption.optionalText("ping", "TEXT", "send a ping", repeatable: true)
    static let close = VerbOption.optionalNumber(
        "close", "CODE[:REASON]", "close with this code; without one, with an empty Close frame")
    static let wait = VerbOption.text(
        "wait", "TIME", "listen so long before closing", standard: "until the answers are there")
    static let offeredSubprotocol = VerbOption.text(
        "subprotocol", "NAME", "offer this subprotocol", repeatable: true)
    static let header = VerbOption.text(
        "header", "'NAME: VALUE'", "add a header to the request", repeatable: true)
    static let origin = VerbOption.text("origin", "ORIGIN", "the Origin header, which browsers send")
    static let timeout = VerbOption.text(
        "timeout", "TIME", "how long connection and handshake may take", standard: "30s")
    static let autobahn = VerbOption.flag(
        "autobahn", "be the client that the Autobahn TestSuite's fuzzing server at URL tests")
}
