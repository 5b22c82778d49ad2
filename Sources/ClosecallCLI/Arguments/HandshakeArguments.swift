internal import WebSocketWire

/// Options that become part of a handshake, checked one by one, so that the message can name the one that is
/// wrong.
enum HandshakeArguments {
    static func subprotocols(
        _ arguments: ParsedArguments, _ option: VerbOption
    ) throws(CommandFailure) -> [String] {
        var names: [String] = []
        for name in arguments.values(option) {
            if names.contains(name) {
                throw CommandFailure("option \"\(option.typed)\": \"\(name)\" is given twice, keep one")
            }
            // A comma would make two of it, unnoticed.
            if name.contains(",") {
                throw CommandFailure(
                    "option \"\(option.typed)\": \"\(name)\" has a comma, repeat the option for each name")
            }
            names.append(name)
            try check(option) { () throws(HandshakeViolation) in try request(subprotocols: [name]) }
        }
        return names
    }

    static func headers(
        _ arguments: ParsedArguments, _ option: VerbOption
    ) throws(CommandFailure) -> HTTPHeaders {
        var headers: HTTPHeaders = [:]
        for text in arguments.values(option) {
            guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else {
                throw CommandFailure(
                    "option \"\(option.typed)\": \"\(text)\" is not 'Name: value', such as 'X-Trace: 7'")
            }
            let value = text[text.index(after: colon)...].drop { $0 == " " }
            headers.append(String(text[..<colon]), String(value))
            try check(option) { () throws(HandshakeViolation) in try request(headers: headers) }
        }
        return headers
    }

    static func origin(
        _ arguments: ParsedArguments, _ option: VerbOption
    ) throws(CommandFailure) -> String? {
        guard let origin = arguments.value(option) else { return nil }
        try check(option) { () throws(HandshakeViolation) in try request(origin: origin) }
        return origin
    }

    /// A request that has what is to be checked, and nothing else that could be wrong.
    private static func request(
        subprotocols: [String] = [], headers: HTTPHeaders = [:], origin: String? = nil
    ) throws(HandshakeViolation) {
        _ = try HandshakeRequest(
            target: "/", host: "localhost", key: SecWebSocketKey(nonce: Array(repeating: 0, count: 16)),
            subprotocols: subprotocols, origin: origin, extraHeaders: headers)
    }

    private static func check(
        _ option: VerbOption, _ body: () throws(HandshakeViolation) -> Void
    ) throws(CommandFailure) {
        do throws(HandshakeViolation) {
            try body()
        } catch {
            // It is not sent yet, so there is no need to say whose request it is.
            let problem = "\(error)".replacing("the client's request: ", with: "", maxReplacements: 1)
            throw CommandFailure("option \"\(option.typed)\": \(problem)")
        }
    }
}
