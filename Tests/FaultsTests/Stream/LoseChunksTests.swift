import Observer
import Testing

@testable import Faults

struct LoseChunksTests {
    @Test func `whole pieces are lost, about as many as were asked for`() {
        let lost = losses(share: 0.25, correlation: 0)
        #expect((200...300).contains(lost.count { $0 }), "\(lost.count { $0 })")
    }

    @Test func `behind a lost one the next is as probable as both together`() {
        let lost = losses(share: 0.1, correlation: 0.6)
        let behind = zip(lost, lost.dropFirst()).filter { $0.0 }
        let again = Double(behind.count { $0.1 }) / Double(behind.count)
        #expect((0.6...0.8).contains(again), "\(again)")
    }

    @Test func `all are lost of a share of 1, none of 0, and what had begun passes`() {
        #expect(losses(share: 1, correlation: 0).allSatisfy { $0 })
        #expect(!losses(share: 0, correlation: 1).contains(true))
        var effect = LoseChunksEffect(.all, .none, RandomStream(seed: 1))
        var bytes: [UInt8] = [1]
        #expect(effect.pass(&bytes, at: 0) == .passes)
        effect.startUnit(at: 1)
        #expect(effect.pass(&bytes, at: 1) == .vanishes)
    }

    @Test func `it is read with its parameters`() {
        let read = FaultCatalog.read("lose-chunks", "share: 20%, correlation: 0.5, for: 3s").fault
        let fault = read as? LoseChunks
        #expect(fault?.share == Share(0.2) && fault?.correlation == Share(0.5) && fault?.lasts == .seconds(3))
    }

    /// Of a thousand pieces of two slices each, which were lost.
    private func losses(share: Double, correlation: Double) -> [Bool] {
        var effect = LoseChunksEffect(Share(share), Share(correlation), RandomStream(seed: 7))
        return (0..<1000).map { number in
            let offset = UInt64(number) * 2
            effect.startUnit(at: offset)
            var bytes: [UInt8] = [1]
            let first = effect.pass(&bytes, at: offset) == .vanishes
            #expect((effect.pass(&bytes, at: offset + 1) == .vanishes) == first)
            return first
        }
    }
}
