import Observer
import Testing

@testable import Faults

struct MutateTests {
    @Test func `the same seed makes the same of a message, another seed another`() throws {
        let mutate = try fault("mutate", ["strength": "4"])
        var seen: Set<[String]> = []
        for seed in 0..<50 as Range<UInt64> {
            for direction in Direction.allCases {
                let stage = FrameStage(direction: direction, seed: seed)
                let wire = direction == .toClient ? "0101 61 8900 8001 62" : "8185 37fa213d 7f9f4d5158"
                let sent = stage.sent(wire, [mutate])
                #expect(sent == stage.sent(wire, [mutate]))
                seen.insert(sent)
            }
        }
        #expect(seen.count > 95)
    }

    @Test func `what stands beside the message stays`() throws {
        for seed in 0..<50 as Range<UInt64> {
            let sent = FrameStage(seed: seed).sent("0101 61 8903 707172 8001 62", [Mutate()])
            #expect(sent.contains("8903707172"))
        }
    }

    @Test func `nothing comes of nothing`() throws {
        var plan = FrameStage().plan("8101 61")
        plan.items = []
        var random = RandomStream(state: 1)
        Mutate().apply(to: &plan, &random)
        #expect(plan.items.isEmpty)
    }
}
