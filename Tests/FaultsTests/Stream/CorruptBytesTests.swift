import Observer
import Testing

@testable import Faults

struct CorruptBytesTests {
    @Test func `given offsets are set, wherever the reads end`() {
        for pieces in [[10], [4, 6], [1, 1, 1, 1, 1, 5]] {
            var fault = CorruptBytes()
            fault.at = ByteCount(3)
            fault.count = 2
            fault.mode = .set
            fault.value = 0xAB
            var harness = fault.staged()
            for count in pieces { harness.offer([UInt8](repeating: 1, count: count)) }
            #expect(harness.bytes.map(\.byte) == [1, 1, 1, 0xAB, 0xAB, 1, 1, 1, 1, 1])
        }
    }

    @Test func `each byte is changed as often as it says, in one bit, the same however it comes`() {
        var fault = CorruptBytes()
        fault.probability = Share(0.02)
        let bytes = [UInt8](repeating: 0, count: 50_000)
        let whole = corrupted(fault, [bytes])
        let cut = corrupted(
            fault, [Array(bytes[..<777]), Array(bytes[777..<20_000]), Array(bytes[20_000...])])
        #expect(whole == cut)
        let changed = whole.filter { $0 != 0 }
        // A thousand; four standard deviations are 125.
        #expect((875...1125).contains(changed.count))
        #expect(changed.allSatisfy { $0.nonzeroBitCount == 1 } && Set(changed).count == 8)
        #expect(whole != corrupted(fault, [bytes], seed: 8))
    }

    @Test func `a random byte is never the one that was`() {
        var fault = CorruptBytes()
        fault.probability = .all
        fault.mode = .random
        let bytes = corrupted(fault, [[UInt8](repeating: 0x55, count: 5000)])
        #expect(!bytes.contains(0x55) && Set(bytes).count == 255)
    }

    @Test func `which bytes has to be said once`() {
        #expect(
            FaultCatalog.read("corrupt-bytes").problems == [
                "\"corrupt-bytes\": say which bytes, with \"probability\" or \"at\""
            ])
        #expect(
            FaultCatalog.read("corrupt-bytes", "probability: 1%, at: 4").problems == [
                "\"corrupt-bytes\": give \"probability\" or \"at\", not both"
            ])
        let fault = FaultCatalog.read("corrupt-bytes", "at: 4, count: 2, mode: random").fault as? CorruptBytes
        #expect(fault?.at == ByteCount(4) && fault?.count == 2 && fault?.mode == .random)
    }

    private func corrupted(_ fault: CorruptBytes, _ pieces: [[UInt8]], seed: UInt64 = 7) -> [UInt8] {
        var harness = fault.staged(seed: seed)
        for piece in pieces { harness.offer(piece, startsUnit: false) }
        return harness.bytes.map(\.byte)
    }
}
