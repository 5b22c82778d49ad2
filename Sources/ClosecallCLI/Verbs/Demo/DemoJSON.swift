internal import Closecall
internal import Observer
internal import WebSocketWire

/// Tells a program of the demo.
struct DemoJSON: DemoReport {
    let output: Output

    func begin() {}

    func announce(_ ending: DemoEnding, _ number: Int, of count: Int) async {
        output.json { json in
            json.field("event", "play")
            json.field("name", ending.name)
            json.field("title", (try? ending.scenario())?.name)
            json.field("summary", ending.summary)
            json.field("lesson", ending.lesson)
            json.field("scenario", ending.path)
        }
    }

    func show(_ play: DemoPlay) async -> Bool {
        for line in play.picture.lines { step(line, of: play) }
        return end(play)
    }

    func farewell(_ farewell: DemoFarewell) {
        let record = farewell.record
        output.json { json in
            json.field("event", "files")
            json.field("trace", record.trace)
            json.field("journal", record.journal)
            json.field("report", record.page)
            json.field("scenarios", record.folder)
            json.field("picture", farewell.picture)
        }
        for command in farewell.commands {
            output.json { json in
                json.field("event", "try")
                json.field("command", command.command)
                json.field("purpose", command.purpose)
            }
        }
    }

    private func step(_ line: SessionPicture.Line, of play: DemoPlay) {
        output.json { json in
            json.field("event", "step")
            json.field("session", play.session)
            json.field("age", line.age.seconds)
            switch line.content {
            case .traffic(let client, let server):
                json.arrow("client", client)
                json.arrow("server", server)
            case .fault(let name): json.field("fault", name)
            case .silence(let time): json.field("silence", time.seconds)
            }
        }
    }

    private func end(_ play: DemoPlay) -> Bool {
        output.json { json in
            json.field("event", "end")
            json.field("session", play.session)
            json.field("name", play.ending.name)
            json.side("client", play.client)
            if let server = play.server {
                json.side("server", server)
            } else {
                json.field("server", String?.none)
            }
            json.field("cause", play.hasEnded ? play.report.ending.cause.identifier : nil)
            json.field("by", play.hasEnded ? play.report.ending.by.identifier : nil)
            json.field("why", play.why)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func arrow(_ name: String, _ arrow: PictureArrow?) {
        guard let arrow else { return }
        object(name) { json in
            json.field("direction", "\(arrow.direction)")
            json.field("kind", arrow.kind.rawValue)
            json.field("what", arrow.label)
        }
    }

    fileprivate mutating func side(_ name: String, _ side: SideOutcome) {
        object(name) { json in
            json.field("state", side.state.word)
            json.field("error", side.error)
            if let event = side.event {
                json.field("code", event.code)
                json.field("reason", event.reason)
                json.field("wasClean", event.wasClean)
            }
        }
    }
}
