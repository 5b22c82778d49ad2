import Testing
import WebSocketWire

@testable import Faults

struct PayloadMutationTests {
    private let hello = DraftFrame(
        FrameHeader(opcode: .text, maskingKey: .zero, payloadLength: 5), payload: Array("hello".utf8))

    private func changed(_ mutation: PayloadMutation, _ frame: DraftFrame, room: Int) -> [DraftFrame] {
        (0..<400 as Range<UInt64>).map { seed in
            var (frame, random, payloads) = (frame, RandomStream(state: seed), SeededByteMutator())
            mutation.apply(to: &frame, room: room, &random, payloads: &payloads)
            return frame
        }
    }

    @Test func `a text grows to where its length takes two bytes, and to where it takes eight`() {
        let frames = changed(.resize, hello, room: 70_000)
        #expect(Set(frames.map(\.payload.count)).isSuperset(of: [0, 1, 125, 126, 127, 65535, 65536]))
        for frame in frames {
            #expect(frame.header.payloadLength == UInt64(frame.payload.count))
            #expect(frame.header.lengthForm == .minimal(for: frame.header.payloadLength))
            #expect(frame.payload.starts(with: "hello".utf8.prefix(frame.payload.count)))
        }
    }

    @Test(arguments: PayloadMutation.allCases) func `no more room is taken than there is`(
        _ mutation: PayloadMutation
    ) {
        for room in [0, 1, 121, 130] {
            #expect(changed(mutation, hello, room: room).allSatisfy { $0.payload.count <= 5 + room })
        }
    }

    @Test func `a length that was written wastefully stays so, while it fits`() {
        var wasteful = hello
        wasteful.header.lengthForm = .two
        for frame in changed(.resize, wasteful, room: 70_000) {
            #expect(frame.header.lengthForm == (frame.payload.count > 0xFFFF ? .eight : .two))
        }
    }

    @Test func `a Close comes with every code and kind of reason`() {
        let payloads = changed(.plantClose, hello, room: 200).map { frame in
            #expect(frame.header.opcode == .close)
            return frame.payload
        }
        let codes = Set(payloads.filter { $0.count >= 2 }.map { UInt16($0[0]) << 8 | UInt16($0[1]) })
        #expect(codes == Set(CloseInvention.refused + CloseInvention.accepted))
        #expect(codes.isSuperset(of: [1000, 1004, 1005, 1006, 1015, 65535]))
        #expect(CloseInvention.refused.allSatisfy { !CloseCode(rawValue: $0).mayStandOnTheWire })
        #expect(CloseInvention.accepted.allSatisfy { CloseCode(rawValue: $0).mayStandOnTheWire })
        #expect(Set(payloads.map(\.count)).isSuperset(of: [0, 1, 2, 5, 125, 126]))
        #expect(payloads.contains { $0.dropFirst(2) == [0x62, 0x79, 0x65, 0xED, 0xA0, 0x80] })
    }

    @Test func `a Close that is there gets another code or another reason`() {
        let close = DraftFrame(
            FrameHeader(opcode: .close, payloadLength: 5), payload: [0x03, 0xE8, 0x78, 0x79, 0x7A])
        let payloads = changed(.plantClose, close, room: 200).map(\.payload)
        #expect(payloads.contains([0x03, 0xF7, 0x78, 0x79, 0x7A]))
        #expect(payloads.contains([0x03, 0xE8, 0x62, 0x79, 0x65]))
        #expect(payloads.contains([0x03]))
    }
}
