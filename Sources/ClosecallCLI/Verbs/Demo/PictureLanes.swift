internal import Closecall
internal import Observer

/// Draws a session for a terminal: three lanes, and arrows between them.
///
/// ```
///            client               closecall               server
///   0.1 ms     |-- GET / ------------>|-- GET / ------------>|
///   0.9 ms     |<- text "hello" ------|<- text "hello" ------|
/// ```
struct PictureLanes: Sendable {
    /// What lines are drawn with.
    private struct Glyphs: Sendable {
        let lane: String
        let line: String
        let scissors: String
        let dots: String

        static let unicode = Glyphs(lane: "│", line: "─", scissors: "✂", dots: "…")
        static let ascii = Glyphs(lane: "|", line: "-", scissors: "*", dots: "...")
    }

    let style: Style
    let width: Int
    private let glyphs: Glyphs
    /// Columns between two lanes.
    private let leg: Int
    /// Columns of times; there are none where there is no room.
    private let ages: Int

    init(_ stream: Output.Stream, hasUnicode: Bool) {
        style = stream.style
        width = stream.proseWidth
        glyphs = hasUnicode ? .unicode : .ascii
        ages = width >= 70 ? 10 : 0
        // The names of the outer lanes stand half outside of them.
        leg = min(32, (width - ages - 3 - 2 * Self.margin) / 2)
    }

    /// Half of "client".
    private static let margin = 3

    /// The names of the lanes.
    var head: String {
        let middle = 2 * leg + 3
        var line = TextLayout.padded("", to: ages) + "client"
        let centre = ages + Self.margin + leg + 1
        line = TextLayout.padded(line, to: centre - "closecall".count / 2) + "closecall"
        line = TextLayout.padded(line, to: ages + Self.margin + middle - Self.margin - 1) + "server"
        return style.bold(line)
    }

    /// A text in letters that the terminal has.
    func plain(_ text: String) -> String { text.replacing("…", with: glyphs.dots) }

    /// A line of the drawing.
    func line(_ line: SessionPicture.Line) -> String {
        let age = ages == 0 ? "" : TextLayout.aligned(Wording.duration(line.age), to: ages - 1) + " "
        return style.dim(age) + String(repeating: " ", count: Self.margin) + drawn(line.content)
    }

    private func drawn(_ content: SessionPicture.Content) -> String {
        switch content {
        case .traffic(let client, let server):
            return lane + arrow(client) + lane + arrow(server) + lane
        case .fault(let name):
            return across("\(glyphs.scissors) \(name)") { style.doubtful($0) }
        case .silence(let time):
            return across("nothing more for \(Wording.duration(time))") { style.dim($0) }
        }
    }

    private var lane: String { style.dim(glyphs.lane) }

    /// A text over the lane in the middle.
    private func across(_ text: String, paint: (String) -> String) -> String {
        let room = 2 * leg + 1
        let text = " \(cut(text, to: room - 2)) "
        let before = (room - text.count) / 2
        return lane + spaces(before) + paint(text) + spaces(room - before - text.count) + lane
    }

    private func arrow(_ arrow: PictureArrow?) -> String {
        guard let arrow else { return spaces(leg) }
        let label = label(of: arrow, room: leg - 6)
        let shaft = String(repeating: glyphs.line, count: leg - label.count - 5)
        let short = String(repeating: glyphs.line, count: 2)
        let painted = paint(label, arrow.kind)
        return switch arrow.direction {
        case .toServer: style.dim(short) + " \(painted) " + style.dim(shaft + tip(arrow, ">"))
        case .toClient: style.dim(tip(arrow, "<") + shaft) + " \(painted) " + style.dim(short)
        }
    }

    /// Of an answer the number is enough.
    private func label(of arrow: PictureArrow, room: Int) -> String {
        guard arrow.label.count > room, arrow.kind == .handshake, arrow.direction == .toClient else {
            return cut(arrow.label, to: room)
        }
        return String(arrow.label.prefix { $0 != " " })
    }

    /// What was cut off never arrived.
    private func tip(_ arrow: PictureArrow, _ head: String) -> String {
        arrow.kind == .fragment ? "x" : head
    }

    private func paint(_ label: String, _ kind: PictureArrow.Kind) -> String {
        switch kind {
        case .handshake: style.term(label)
        case .frame: label
        case .close: style.bold(label)
        case .fragment: style.doubtful(label)
        case .finish: style.dim(label)
        case .reset: style.bad(label)
        }
    }

    private func cut(_ text: String, to room: Int) -> String {
        text.count <= room ? text : text.prefix(max(0, room - glyphs.dots.count)) + glyphs.dots
    }

    private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}
