import Observer
import Testing
import WebSocketWire

@testable import Faults

/// What rules about messages and rules about single frames leave for each other.
struct PlanTests {
    private let hello = "0102 4865 8900 8003 6c6c6f"

    private func apply(_ name: String, _ parameters: KeyValuePairs<String, String>, to plan: inout Plan)
        throws
    {
        var random = RandomStream(state: 1)
        try fault(name, parameters).apply(to: &plan, &random)
    }

    @Test func `a rule about the message sees what a rule about a frame made of it`() throws {
        var plan = FrameStage().plan(hello)
        plan.focus(onFrame: 0)
        #expect(plan.message == nil)
        try apply("replace", ["payload": "Ye"], to: &plan)
        plan.focusOnMessage()
        #expect(plan.message == Array("Yello".utf8))
        try apply("truncate", ["keep": "4", "mode": "honest"], to: &plan)
        #expect(plan.items.map(described) == ["810459656c6c", "8900"])
    }

    @Test func `a message that a frame was taken out of is still a message`() throws {
        var plan = FrameStage().plan(hello)
        plan.focus(onFrame: 2)
        try apply("drop", [:], to: &plan)
        plan.focusOnMessage()
        #expect(plan.message == Array("He".utf8))
        try apply("replace", ["payload": "x"], to: &plan)
        #expect(plan.items.map(described) == ["810178", "8900"])
    }

    @Test func `each fault works on what the one before it left`() throws {
        var plan = FrameStage().plan("8105 48656c6c6f")
        try apply("corrupt", ["length": "1", "mode": "set", "value": "89"], to: &plan)
        try apply("replace", ["pattern": "Y", "with": "J"], to: &plan)
        try apply("split", [:], to: &plan)
        try apply("truncate", ["keep": "3"], to: &plan)
        #expect(plan.items.map(described) == ["01024a65", "80036c"])
        #expect(plan.message == Array("Jel".utf8))
    }

    @Test func `nobody knows what a damaged compressed message means`() throws {
        var plan = FrameStage(isDeflateAgreed: true).plan("c107 f248cdc9c90700")
        #expect(plan.message == Array("Hello".utf8))
        try apply("corrupt", ["length": "1"], to: &plan)
        #expect(plan.message == nil)
        try apply("truncate", ["keep": "3", "mode": "honest"], to: &plan)
        #expect(plan.items.map(described) == ["c1030d48cd"])
    }
}
