import Testing

@testable import Faults

struct MergeTests {
    @Test func `fragments become one frame`() throws {
        #expect(
            try toClient("0103 48656c 8901 70 0001 6c 8001 6f", "merge") == ["810548656c6c6f", "890170"])
        #expect(
            try toServer("0182 37fa213d 7f9f 8083 01020304 6d6e6c", "merge") == ["818537fa213d7f9f4d5158"])
    }

    @Test func `one frame stays as it is, whatever its length claims`() throws {
        #expect(try toClient("817e0001 61", "merge") == ["817e000161"])
        #expect(try toClient("8900", "merge") == ["8900"])
    }

    @Test func `a compressed message keeps its bytes, and what follows can be read`() throws {
        let stage = FrameStage(isDeflateAgreed: true)
        #expect(try stage.sent("4103 f248cd 8004 c9c90700", "merge") == ["c107f248cdc9c90700"])
        let talk = CompressedTalk()
        #expect(try talk.say(fox, fragments: 4, [Merge()]) == [fox])
        #expect(try talk.say(dog) == [dog])
    }
}
