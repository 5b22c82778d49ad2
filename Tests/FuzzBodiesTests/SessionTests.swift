import Simulator
import Testing

@testable import FuzzBodies

struct SessionTests {
    @Test(arguments: Defect.allCases)
    func `what no session may do is seen with some seed`(_ defect: Defect) throws {
        let complaints = try FuzzFolder.inputs(of: "session").compactMap { seed in
            complaint(of: SessionInput(reading: seed.bytes.span), defect)
        }
        #expect(!complaints.isEmpty)
    }

    @Test
    func `without a scenario all that is said arrives, and the session ends`() {
        var input = SessionInput()
        input.ending = 1
        input.sections = [
            .init(.client, Array("never looked into".utf8)), .init(.server, [0x81, 2, 72, 105]),
        ]
        let plan = PlannedSession(input).plan
        #expect(plan.isFaultless)
        #expect(Simulation.play(plan, seed: 0).complaint == nil)
        #expect(Simulation.play(plan, seed: 0, defect: .losesByte).complaint != nil)
    }

    private func complaint(of input: SessionInput, _ defect: Defect) -> String? {
        Simulation.play(PlannedSession(input).plan, seed: UInt64(input.seed), defect: defect).complaint
    }
}
