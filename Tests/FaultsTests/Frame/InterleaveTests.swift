import Observer
import Testing

@testable import Faults

struct InterleaveTests {
    @Test func `a message in one frame is cut in two, with a ping between`() throws {
        #expect(try toClient("8105 48656c6c6f", "interleave") == ["01024865", "8900", "80036c6c6f"])
        #expect(try toClient("8100", "interleave") == ["0100", "8900", "8000"])
    }

    @Test func `a client's are masked`() throws {
        let sent = try toServer("8185 37fa213d 7f9f4d5158", "interleave", ["payload": "hi"])
        #expect(sent.count == 3)
        #expect(sent[0] == "018237fa213d7f9f" && sent[2] == "808337fa213d5b964e")
        let ping = bytes(sent[1])
        #expect(ping.count == 8 && ping[0] == 0x89 && ping[1] == 0x82)
        #expect([ping[6] ^ ping[2], ping[7] ^ ping[3]] == Array("hi".utf8))
    }

    @Test func `behind each fragment but the last, as many as one likes`() throws {
        let sent = try toClient(
            "0101 61 0001 62 8001 63", "interleave",
            ["opcode": "pong", "payload": "hex:00", "times": "2"])
        #expect(sent == ["010161", "8a0100", "8a0100", "000162", "8a0100", "8a0100", "800163"])
    }

    @Test func `data between fragments is possible, and no control frame is cut`() throws {
        #expect(
            try toClient("0101 61 8001 62", "interleave", ["opcode": "text", "payload": "x"])
                == ["010161", "810178", "800162"])
        #expect(try toClient("8902 7071", "interleave") == ["89027071"])
    }

    @Test func `a compressed message can be read around them`() throws {
        let talk = CompressedTalk(.toServer)
        #expect(try talk.say(fox, [Interleave()]) == ["ping ", fox])
        #expect(try talk.say(dog, fragments: 3, [Interleave()]) == ["ping ", "ping ", dog])
        #expect(try talk.say(bird) == [bird])
    }
}
