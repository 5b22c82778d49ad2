import Testing
import WebSocketWire

@testable import Faults

struct SetHeaderTests {
    @Test func `each bit can be set and cleared`() throws {
        #expect(try toClient("8101 78", "set", ["fin": "false"]) == ["010178"])
        #expect(try toClient("0101 78", "set", ["fin": "true"]) == ["810178"])
        #expect(try toClient("8101 78", "set", ["rsv1": "true"]) == ["c10178"])
        #expect(try toClient("8101 78", "set", ["rsv2": "true"]) == ["a10178"])
        #expect(try toClient("8101 78", "set", ["rsv3": "true"]) == ["910178"])
        #expect(try toClient("f101 78", "set", ["rsv2": "false", "rsv3": "false"]) == ["c10178"])
        #expect(try toServer("8181 37fa213d 4f", "set", ["rsv2": "true"]) == ["a18137fa213d4f"])
    }

    @Test func `the opcode can be any, and length and payload stay`() throws {
        #expect(try toClient("8101 78", "set", ["opcode": "0xB"]) == ["8b0178"])
        #expect(try toClient("8901 78", "set", ["opcode": "continuation"]) == ["800178"])
        #expect(try toServer("8181 37fa213d 4f", "set", ["opcode": "binary"]) == ["828137fa213d4f"])
    }

    @Test func `of a message all frames are meant, or the first, or the last`() throws {
        let message = "0101 61 8900 0001 62 8001 63"
        #expect(
            try toClient(message, "set", ["rsv3": "true"]) == ["110161", "8900", "100162", "900163"])
        #expect(
            try toClient(message, "set", ["rsv3": "true", "frames": "first"])
                == ["110161", "8900", "000162", "800163"])
        #expect(
            try toClient(message, "set", ["fin": "false", "frames": "last"])
                == ["010161", "8900", "000162", "000163"])
    }

    @Test func `compressed bytes without RSV1 are passed on, and what follows can be read`() throws {
        let talk = CompressedTalk()
        #expect(try talk.say(fox) == [fox])
        let sent = try talk.plan(dog, [try fault("set", ["rsv1": "false"])])
        let frame = try #require(sent.subject.first)
        #expect(!frame.header.isCompressed)
        _ = try talk.read(sent.items)
        #expect(try talk.say(bird) == [bird])
    }

    @Test func `something has to be set`() {
        #expect(SetHeader().conflict != nil)
        #expect(FrameStage().sent("8101 78", [SetHeader()]) == ["810178"])
    }
}
