internal import Observer
internal import WebSocketWire

/// Draws an ending of the demo for pages: the same picture as on a terminal, without times, so that it is the same each
/// time it is drawn.
public struct PictureSVG: Sendable {
    private let play: DemoPlay
    private let lines: [SessionPicture.Line]
    private let title: String

    /// A drawing of an ending that was played.
    public init(_ play: DemoPlay) {
        self.play = play
        lines = play.picture.lines
        title = (try? play.ending.scenario())?.name ?? play.ending.name
    }

    /// The file's text.
    public var text: String {
        let rows = lines.enumerated().map { row($1.content, at: Self.top + $0 * Self.step) }
        let parts = [frame, heads, lanes] + rows + [verdicts]
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.width) \(height)" \
            width="\(Self.width)" height="\(height)" role="img" aria-labelledby="title summary">
            <title id="title">\(Self.escaped(title))</title>
            <desc id="summary">\(Self.escaped(play.ending.summary))</desc>
            <style>
            \(Self.style)
            </style>
            \(parts.joined(separator: "\n"))
            </svg>

            """
    }

    private static let width = 800
    private static let client = 120
    private static let proxy = 400
    private static let server = 680
    /// The first row.
    private static let top = 162
    /// From row to row.
    private static let step = 36
    /// Of the boxes at the bottom.
    private static let box = (width: 208, height: 84)

    private var bottom: Int { Self.top + lines.count * Self.step }
    private var height: Int { bottom + Self.box.height + 24 }

    private static func cut(_ text: String, to room: Int) -> String {
        text.count <= room ? text : text.prefix(room - 1) + "…"
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}

// MARK: What stands around

extension PictureSVG {
    private var frame: String {
        """
        <rect class="page" x="0.5" y="0.5" width="\(Self.width - 1)" height="\(height - 1)" rx="8"/>
        \(label(title, x: Self.proxy, y: 38, "name"))
        \(label(play.ending.summary, x: Self.proxy, y: 64, "note"))
        """
    }

    private var heads: String {
        [("client", Self.client), ("closecall", Self.proxy), ("server", Self.server)].map { name, x in
            """
            <rect class="head" x="\(x - 62)" y="86" width="124" height="32" rx="6"/>
            \(label(name, x: x, y: 107, "lane-name"))
            """
        }.joined(separator: "\n")
    }

    private var lanes: String {
        [Self.client, Self.proxy, Self.server].map { x in
            #"<line class="lane" x1="\#(x)" y1="118" x2="\#(x)" y2="\#(bottom - 12)"/>"#
        }.joined(separator: "\n")
    }

    private var verdicts: String {
        verdict(play.client, at: Self.client) + "\n" + cause + "\n" + verdict(play.server, at: Self.server)
    }

    private func verdict(_ side: SideOutcome?, at x: Int) -> String {
        guard let event = side?.event else {
            let state = side?.opened == true ? "readyState stays OPEN" : "no WebSocket was opened"
            return box(at: x, "doubtful", ["no event", state])
        }
        let name = side?.error == true ? "onerror, onclose" : "onclose"
        let reason = Self.cut(event.reason, to: 14)
        let facts = ["code: \(event.code)", "reason: \"\(reason)\"", "wasClean: \(event.wasClean)"]
        return box(at: x, event.wasClean ? "good" : "bad", [name] + facts)
    }

    private var cause: String {
        guard play.hasEnded else { return box(at: Self.proxy, "plain", ["cause", "none: it is still open"]) }
        let ending = play.report.ending
        return box(
            at: Self.proxy, "plain", ["cause", ending.cause.identifier, "by: \(ending.by.identifier)"])
    }

    private func box(at x: Int, _ kind: String, _ words: [String]) -> String {
        let (width, height) = Self.box
        let lines = words.enumerated().map { index, word in
            label(word, x: x, y: bottom + 19 + index * 17, index == 0 ? "small" : "mono")
        }
        return """
            <rect class="box \(kind)" x="\(x - width / 2)" y="\(bottom)" width="\(width)" height="\(height)" rx="6"/>
            \(lines.joined(separator: "\n"))
            """
    }

    private func label(_ text: String, x: Int, y: Int, _ kind: String) -> String {
        #"<text class="\#(kind)" x="\#(x)" y="\#(y)">\#(Self.escaped(text))</text>"#
    }
}

// MARK: What happened

extension PictureSVG {
    private func row(_ content: SessionPicture.Content, at y: Int) -> String {
        switch content {
        case .traffic(let client, let server):
            return [
                client.map { arrow($0, from: Self.client, to: Self.proxy, at: y) },
                server.map { arrow($0, from: Self.proxy, to: Self.server, at: y) },
            ].compactMap(\.self).joined(separator: "\n")
        case .fault(let name): return pill(name, "fault", at: y)
        case .silence: return pill("nothing more, for ever", "quiet", at: y)
        }
    }

    /// The left end and the right end of a leg, and between them what went over it.
    private func arrow(_ arrow: PictureArrow, from left: Int, to right: Int, at y: Int) -> String {
        let isToServer = arrow.direction == .toServer
        let (start, end) = isToServer ? (left + 4, right - 5) : (right - 4, left + 5)
        let shaft =
            #"<line class="\#(arrow.kind.rawValue)" x1="\#(start)" y1="\#(y)" x2="\#(end)" y2="\#(y)"/>"#
        return """
            \(shaft)
            \(tip(arrow.kind, at: end, y, isToServer ? -9 : 9))
            \(label(Self.cut(arrow.label, to: 32), x: (left + right) / 2, y: y - 7, "said \(arrow.kind.rawValue)-said"))
            """
    }

    private func tip(_ kind: PictureArrow.Kind, at x: Int, _ y: Int, _ back: Int) -> String {
        if kind == .fragment {
            return #"<path class="fragment" d="M\#(x - 5) \#(y - 5)l10 10m0 -10l-10 10"/>"#
        }
        return #"<path class="\#(kind.rawValue)-tip" d="M\#(x) \#(y)l\#(back) -5v10z"/>"#
    }

    private func pill(_ text: String, _ kind: String, at y: Int) -> String {
        let width = text.count * 8 + 36
        return """
            <rect class="\(kind)" x="\(Self.proxy - width / 2)" y="\(y - 17)" width="\(width)" height="26" rx="13"/>
            \(label(text, x: Self.proxy, y: y, "\(kind)-name"))
            """
    }
}
