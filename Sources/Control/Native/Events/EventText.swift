internal import Closecall

/// Events in words: as a journal has them, with the proxy's name behind.
struct EventText: Sendable {
    private let style: JournalScribe.Style
    /// All with the same clock.
    private let scribe: JournalScribe

    init(_ style: JournalScribe.Style) {
        self.style = style
        scribe = JournalScribe(style)
    }

    /// How a session ended, in sentences.
    func story(of report: SessionReport) -> String { style.story(report.ending) }

    /// A JSON object, without the line's end.
    func json(_ event: ControlEvent) -> [UInt8] {
        var scribe = scribe
        // A line is an object and its end: the name comes in before both.
        let line = scribe.line(event.entry).dropLast(2)
        let name = GoJSON.bytes(.text(event.proxy), escapesHTML: false)
        return Array(line) + Array(",\"proxy\":".utf8) + name + Array("}".utf8)
    }

    /// As Server-Sent Events have it.
    func text(_ items: [EventQueue.Item]) -> [UInt8] {
        var text: [UInt8] = []
        for item in items {
            switch item {
            case .event(let event):
                text += Array("id: \(event.number)\nevent: \(event.name)\ndata: ".utf8) + json(event)
            case .missed(let count):
                text += Array("event: missed\ndata: {\"event\":\"missed\",\"count\":\(count)}".utf8)
            }
            text += Array("\n\n".utf8)
        }
        return text
    }
}

extension ControlEvent {
    /// What journals call it.
    var name: String {
        switch entry {
        case .scenario: "scenario"
        case .armed: "armed"
        case .disarmed: "disarmed"
        case .opened: "session.open"
        case .frame: "frame"
        case .fired: "fault"
        case .ended: "session.end"
        }
    }
}
