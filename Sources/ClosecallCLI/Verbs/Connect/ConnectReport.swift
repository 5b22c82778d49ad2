internal import Closecall
internal import WebSocketWire

/// What `connect` prints, for people or for programs.
struct ConnectReport: Sendable {
    /// More of a message than this helps nobody at a terminal. A pipe gets all of it.
    private static let longestShown = 4096

    let output: Output
    let isJSON: Bool

    private var style: Style { output.standardOutput.style }

    func opened(_ socket: WebSocket, at time: Duration) {
        if isJSON {
            output.json { json in
                json.field("event", "open")
                json.field("time", time.seconds)
                json.field("url", socket.url)
                json.field("protocol", socket.protocol)
                json.field("extensions", socket.extensions)
            }
            return
        }
        var line = "open: \(socket.url)"
        if !socket.protocol.isEmpty { line += ", subprotocol \(socket.protocol)" }
        if !socket.extensions.isEmpty { line += ", \(Wording.oneLine(socket.extensions))" }
        output.line(line)
    }

    /// What a script or a pipe had us do. At a terminal the person has just typed it.
    func did(_ step: ConnectStep) {
        guard !isJSON else { return }
        switch step {
        case .text(let text): show(">", text)
        case .binary(let bytes): show(">", bytes)
        case .ping(let payload):
            let text = String(decoding: payload, as: UTF8.self)
            output.line(style.dim("> ping\(text.isEmpty ? "" : " \(Wording.oneLine(text))")"))
        case .close(let payload): output.line(style.dim("> close \(Wording.oneLine("\(payload)"))"))
        }
    }

    func received(_ message: MessageEvent) {
        if isJSON {
            output.json { json in
                json.field("event", "message")
                json.field("time", message.timeStamp.seconds)
                if let text = message.text {
                    json.field("type", "text")
                    json.field("data", text)
                } else {
                    json.field("type", "binary")
                    json.field("hex", Wording.hex(message.bytes ?? []))
                }
            }
        } else if let text = message.text {
            show("<", text)
        } else {
            show("<", message.bytes ?? [])
        }
    }

    private func show(_ mark: String, _ text: String) {
        guard output.standardOutput.isTerminal, text.utf8.count > Self.longestShown else {
            output.line("\(style.term(mark)) \(Wording.oneLine(text))")
            return
        }
        let start = String(text.prefix(Self.longestShown))
        output.line("\(style.term(mark)) \(Wording.oneLine(start))\(rest(of: text.utf8.count))")
    }

    private func show(_ mark: String, _ bytes: [UInt8]) {
        let isCut = output.standardOutput.isTerminal && bytes.count > Self.longestShown / 2
        let shown = isCut ? bytes.prefix(Self.longestShown / 2) : bytes[...]
        let hex = Wording.hex(shown) + (isCut ? rest(of: bytes.count) : "")
        output.line("\(style.term(mark)) \(style.dim("binary")) \(hex)")
    }

    private func rest(of size: Int) -> String { style.dim("... (\(size) bytes in all)") }

    /// The end. What went wrong goes to the standard error when it never opened.
    func ended(_ event: CloseEvent, story: String?, hasOpened: Bool) {
        if isJSON {
            output.json { json in
                json.field("event", "close")
                json.field("time", event.timeStamp.seconds)
                json.field("code", event.code)
                json.field("name", CloseCode(rawValue: event.code).name)
                json.field("reason", event.reason)
                json.field("wasClean", event.wasClean)
                json.field("story", story)
            }
            return
        }
        let ending = Wording.ending(event)
        output.line("closed: \(event.wasClean ? style.good(ending) : style.bad(ending))")
        if hasOpened, let story { output.line("why: \(Wording.oneLine(story))") }
        if !event.wasClean { output.line(style.dim("more: closecall explain \(event.code)")) }
    }
}
