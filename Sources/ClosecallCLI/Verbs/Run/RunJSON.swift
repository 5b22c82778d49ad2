internal import Closecall
internal import Faults
internal import Observer
internal import Scenarios
internal import WebSocketWire

/// What `run` prints for programs.
enum RunJSON {
    static func problem(_ problem: ScenarioProblem, _ output: Output) {
        output.json { json in
            json.field("event", "problem")
            json.field("file", problem.file)
            json.field("line", problem.place.line)
            json.field("column", problem.place.column)
            json.field("message", problem.message)
        }
    }

    static func ended(_ result: ScenarioResult, _ output: Output) {
        output.json { json in
            json.field("event", "scenario.end")
            json.field("file", result.file.path)
            json.field("name", result.name)
            json.field("passed", result.hasPassed)
            if let outcome = result.outcome { self.outcome(outcome, into: &json) }
            switch result.ending {
            case .played(_, let mismatches):
                failures(mismatches, into: &json)
                json.field("problem", String?.none)
            case .impossible(let reason): json.field("problem", reason)
            case .notPlayed: json.field("problem", "the run was broken off")
            }
            json.field(
                "notJudged",
                result.file.scenario.expect.map { ExpectationCheck.notJudged(result.outcome, $0) } ?? [])
        }
    }

    static func summary(_ results: [ScenarioResult], _ time: Duration, _ output: Output) {
        let tally = RunTally(results)
        output.json { json in
            json.field("event", "summary")
            json.field("scenarios", results.count)
            json.field("passed", tally.passed)
            json.field("failed", tally.failed)
            json.field("notPlayed", tally.notPlayed)
            json.field("duration", time.seconds)
        }
    }

    private static func outcome(_ outcome: RunOutcome, into json: inout JSONWriter) {
        json.field("seed", outcome.seed)
        json.field("duration", outcome.duration.seconds)
        json.field("timedOut", outcome.isTimedOut)
        json.object("client") { side(outcome.client, into: &$0) }
        json.object("server") { side(outcome.server, into: &$0) }
        if outcome.clients.count > 1 {
            json.array("clients") { json in
                for client in outcome.clients { json.object { side(client.last, into: &$0) } }
            }
        }
        json.field("reconnects", outcome.clients.reduce(0) { $0 + $1.waits.count })
        json.field("cause", outcome.cause?.word)
        json.field("causeRule", outcome.cause?.rule)
        json.field("ending", outcome.ending?.cause.identifier)
        json.field("endingStory", outcome.ending?.story(in: .english))
        json.array("rules") { json in
            for rule in outcome.rules {
                json.object { json in
                    json.field("name", rule.rule)
                    json.field("count", rule.count)
                }
            }
        }
    }

    private static func side(_ side: SideOutcome, into json: inout JSONWriter) {
        json.field("state", side.state.word)
        json.field("opened", side.opened)
        json.field("error", side.error)
        json.field("code", side.event?.code)
        json.field("reason", side.event?.reason)
        json.field("wasClean", side.event?.wasClean ?? false)
        json.field("messages", side.messages)
        if let end = side.endedAt {
            json.field("ended", end.seconds)
        } else {
            json.field("ended", String?.none)
        }
        json.field("story", side.story)
    }

    private static func failures(_ mismatches: [Mismatch], into json: inout JSONWriter) {
        json.array("failures") { json in
            for mismatch in mismatches {
                json.object { json in
                    json.field("subject", mismatch.subject)
                    json.field("field", mismatch.field)
                    json.field("expected", mismatch.expected)
                    json.field("found", mismatch.found)
                    json.field("message", mismatch.description)
                }
            }
        }
    }
}

extension RunCause {
    fileprivate var rule: String? {
        if case .rule(let name) = self { name } else { nil }
    }
}
