import Closecall
import Faults
import Observer
import Scenarios
import WebSocketWire

/// Scenarios and outcomes as tests write them.
enum Stagecraft {
    /// A scenario that teaches nothing.
    static func scenario(_ rules: Rule..., play: (inout Play) -> Void = { _ in }) -> Scenario {
        var scenario = Scenario()
        scenario.rules = rules
        play(&scenario.play)
        return scenario
    }

    /// A rule about messages or frames.
    static func rule(
        _ direction: Direction, named name: String = "rule", messages: OpcodeSet = [],
        frames: OpcodeSet = [],
        _ occasion: Occasion = .every, _ faults: any Fault...
    ) -> Rule {
        var when = When()
        when.directions = [direction]
        when.subject = .units(messages: messages, frames: frames)
        when.occasion = occasion
        return Rule(name: name, identity: name, when: when, faults: faults)
    }

    /// A text message.
    static func text(_ text: String, times: Int = 1, every: Duration = .zero) -> PlayStep {
        .send(Payload(text: text), isText: true, times: times, every: every)
    }

    /// Plays one scenario with a runner of its own.
    static func run(_ scenario: Scenario, seed: UInt64? = nil) async throws -> RunOutcome {
        let runner = try ScenarioRunner()
        do {
            let outcome = try await runner.run(scenario, seed: seed)
            runner.stop()
            return outcome
        } catch {
            runner.stop()
            throw error
        }
    }
}

/// Resets both connections behind what the rule is about.
struct Sever: Fault {
    static let about = About<Self>(
        "sever", .frame, "Resets both connections.", details: "", example: "", parameters: [])

    func apply(to plan: inout Plan, _ random: inout RandomStream) {
        plan.items.append(.end(PlannedEnd(.reset)))
    }
}

extension SideOutcome {
    /// What arrived, as texts.
    var texts: [String] { received.map { String(decoding: $0, as: UTF8.self) } }
}

extension CloseEvent {
    /// A close event as a socket dispatches it.
    static func end(_ code: UInt16, _ reason: String = "", clean: Bool) -> CloseEvent {
        CloseEvent(type: "close", code: code, reason: reason, wasClean: clean)
    }
}
