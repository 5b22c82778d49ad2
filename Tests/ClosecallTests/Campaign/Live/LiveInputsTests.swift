internal import Closecall
internal import Faults
internal import Testing
internal import WebSocketWire

@Suite struct LiveInputsTests {
    @Test func `number n under a seed is the same input always, in any order`() throws {
        let url = try WebSocketURL("ws://127.0.0.1:1/")
        let one = LiveInputs(seed: 7, from: .client, url: url)
        let other = LiveInputs(seed: 7, from: .client, url: url)
        let there = (0..<200).map { one[$0] }
        #expect((0..<200).reversed().map { other[$0] } == there.reversed())
        #expect(LiveInputs(seed: 8, from: .client, url: url)[3] != one[3])
        #expect(Set(there.map(\.fileBytes)).count > 150)
    }

    @Test func `what is written to a file plays as the same input`() throws {
        let inputs = LiveInputs(seed: 1, from: .client, url: try WebSocketURL("ws://127.0.0.1:1/"))
        for number in 0..<200 {
            let input = inputs[number]
            let again = LiveInput(fileBytes: input.fileBytes, ending: input.ending)
            #expect(again == input, "input \(number) of seed 1")
            #expect(again.fileBytes == input.fileBytes)
        }
        let cut: [UInt8] = [0x81, 0x82, 1, 2, 3, 4, 5, 6, 0x81, 0xFE, 0]
        #expect(LiveInput(wire: cut).tail == [0x81, 0xFE, 0])
        #expect(LiveInput(wire: cut).bytes == cut)
    }

    @Test func `a client's inputs are masked, a server's are not, but for those that offend by it`() {
        for sender in [EndpointRole.client, .server] {
            let frames = (0..<200).flatMap { LiveInputs(seed: 1, from: sender)[$0].frames }
            let right = frames.filter { $0.header.isMasked == (sender == .client) }
            #expect(right.count * 10 > frames.count * 8)
            #expect(right.count < frames.count)
        }
    }

    @Test func `half of the inputs offend, and every known offence comes up`() {
        let inputs = LiveInputs(seed: 1, from: .client)
        var names: Set<String> = []
        var offending = 0
        for number in 0..<800 {
            guard case .failed(let offence) = LiveExpectation(of: inputs[number].bytes, by: .server).standing
            else { continue }
            names.insert(offence.name)
            offending += 1
        }
        #expect((300...600).contains(offending))
        let wanted: Set = [
            "reservedBits", "reservedOpcode", "fragmentedControl", "unmaskedClientFrame", "oversizedControl",
            "lengthNotMinimal", "lengthMostSignificantBit", "continuationWithoutMessage", "dataInsideMessage",
            "invalidText", "invalidReason", "closeOfOneByte", "closeCode.unused", "closeCode.reserved",
            "closeCode.neverOnTheWire", "closeCode.extensions", "closeCode.outOfRange",
        ]
        #expect(wanted.subtracting(names).isEmpty)
    }
}
