import Testing

@testable import Faults

struct SplitTests {
    @Test func `halves, the second with FIN`() throws {
        #expect(try toClient("8105 48656c6c6f", "split") == ["01024865", "80036c6c6f"])
        #expect(
            try toServer("8185 37fa213d 7f9f4d5158", "split") == ["018237fa213d7f9f", "808337fa213d5b964e"])
    }

    @Test func `as many as one likes, empty ones if need be`() throws {
        #expect(try toClient("8202 6162", "split", ["into": "3"]) == ["0200", "000161", "800162"])
        #expect(try toClient("8100", "split") == ["0100", "8000"])
        #expect(try toClient("8102 6162", "split", ["into": "1"]) == ["81026162"])
    }

    @Test func `frames of a size, the last with the rest`() throws {
        #expect(
            try toClient("8105 48656c6c6f", "split", ["size": "2"]) == ["01024865", "00026c6c", "80016f"])
        #expect(try toClient("8102 6162", "split", ["size": "2"]) == ["81026162"])
        #expect(try toClient("8100", "split", ["size": "2"]) == ["8100"])
    }

    @Test func `fragments that were there are joined first`() throws {
        let sent = try toClient("0103 616263 8900 8001 64", "split")
        #expect(sent == ["01026162", "80026364", "8900"])
    }

    @Test func `what had no FIN gets none, and a continuation stays one`() throws {
        let sent = try FrameStage(frame: 0).sent("0002 6162 8001 63", "split")
        #expect(sent == ["000161", "000162", "800163"])
    }

    @Test func `control frames are cut, though they must not be`() throws {
        #expect(try toClient("8902 7071", "split") == ["090170", "800171"])
    }

    @Test func `pauses between them`() throws {
        let sent = try toClient("8102 6162", "split", ["pause": "10ms"])
        #expect(sent == ["010161", "pause 0.01 seconds", "800162"])
    }

    @Test func `RSV1 stands on the first only, and the receiver inflates the message`() throws {
        // RFC 7692 §7.2.3.1's own example.
        let stage = FrameStage(isDeflateAgreed: true)
        #expect(try stage.sent("c107 f248cdc9c90700", "split") == ["4103f248cd", "8004c9c90700"])
        let talk = CompressedTalk()
        #expect(try talk.say(fox, [try fault("split", ["into": "5"])]) == [fox])
        #expect(try talk.say(dog, fragments: 3, [try fault("split", ["size": "1"])]) == [dog])
        #expect(try talk.say(bird) == [bird])
    }

    @Test func `there are 65,536 fragments at most`() {
        var split = Split()
        split.size = ByteCount(1)
        let plan = FrameStage().after(
            "827f0000000000011170" + String(repeating: "00", count: 70_000), [split])
        let sizes = plan.subject.map(\.payload.count)
        #expect(sizes.count == 65_536 && sizes.last == 4465 && sizes.first == 1)
        split.size = ByteCount(0)
        #expect(split.conflict == "\"size\" is one byte at least")
        #expect(FrameStage().sent("8102 6162", [split]) == ["81026162"])
    }
}
