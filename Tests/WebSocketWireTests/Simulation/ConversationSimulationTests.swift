import Foundation
import Testing

/// Runs whole conversations of two endpoints. `make simulate SECONDS=60` runs new seeds for that long, in
/// release; `make test` runs a few hundred of the same ones each time.
struct ConversationSimulationTests {
    private static let seconds = environment("CLOSECALL_SIMULATE_SECONDS").flatMap(Double.init)
    private static let firstSeed = environment("CLOSECALL_SIMULATE_SEED").flatMap(UInt64.init)

    private static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name]
    }

    @Test func `no byte is lost, every side ends once, and nothing follows a Close`() {
        let began = ContinuousClock.now
        var seed = Self.firstSeed ?? 1
        var (played, messages, bytes) = (0, 0, 0)
        repeat {
            var conversation = Conversation(seed: seed)
            conversation.play()
            if let complaint = conversation.complaint {
                Issue.record(
                    "seed \(seed): \(complaint). Again: make simulate SEED=\(seed) SECONDS=0")
                return
            }
            played += 1
            messages += conversation.messages
            bytes += conversation.wireBytes
            seed += 1
        } while Self.goesOn(played, since: began)
        print("simulated \(played) conversations, \(messages) messages, \(bytes) bytes; no complaint")
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `a wire that loses one byte is noticed`(seed: UInt64) {
        var conversation = Conversation(seed: seed, losesByte: 40)
        conversation.play()
        #expect(conversation.complaint != nil)
    }

    private static func goesOn(_ played: Int, since began: ContinuousClock.Instant) -> Bool {
        guard let seconds else { return played < 150 }
        return ContinuousClock.now - began < .seconds(seconds)
    }
}
