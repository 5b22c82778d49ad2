import Testing
import WebSocketWire

@testable import Faults

struct OversizeTests {
    @Test func `a control frame gets 126 bytes`() throws {
        let spaces = String(repeating: "20", count: 125)
        #expect(try toClient("8901 70", "oversize") == ["897e007e70" + spaces])
        // Space under the key 01 02 03 04, from the second byte on.
        let masked = try toServer("8a81 01020304 71", "oversize")
        #expect(masked[0].hasPrefix("8afe007e010203047122232421222324") && masked[0].count == 2 * (8 + 126))
    }

    @Test func `a message gets the size that is asked for`() throws {
        #expect(
            try toClient("8105 48656c6c6f", "oversize", ["size": "8"]) == ["810848656c6c6f202020"])
        #expect(
            try toServer("8185 37fa213d 7f9f4d5158", "oversize", ["size": "8"])
                == ["818837fa213d7f9f4d5158da011d"])
        #expect(try toClient("0101 61 8001 62", "oversize", ["size": "3"]) == ["8103616220"])
        #expect(try toClient("8105 48656c6c6f", "oversize", ["size": "5"]) == ["810548656c6c6f"])
    }

    @Test func `a message is made a mebibyte and a byte if nothing is asked for`() {
        let plan = FrameStage().after("8100", [Oversize()])
        #expect(plan.subject.first?.header.payloadLength == 1_048_577)
        #expect(plan.wirePayload.count == 1_048_577)
    }

    @Test func `a compressed one stays small on the wire, and what follows can be read`() throws {
        let talk = CompressedTalk()
        #expect(try talk.say(fox) == [fox])
        let plan = try talk.plan(dog, [try fault("oversize", ["size": "1 MiB"])])
        #expect(plan.wirePayload.count < 2000)
        let read = try talk.read(plan.items)
        #expect(read.map(\.utf8.count) == [1 << 20] && read[0].hasPrefix(dog))
        #expect(try talk.say(bird) == [bird])
    }

    @Test func `more than 16 MiB is refused`() {
        var oversize = Oversize()
        oversize.size = ByteCount((16 << 20) + 1)
        #expect(oversize.conflict == "\"size\" is 16 MiB at most")
    }
}
