import Observer
import Testing

@testable import Faults

struct DropTests {
    @Test func `nothing of a message leaves`() throws {
        #expect(try toClient("8105 48656c6c6f", "drop") == [])
        #expect(try toServer("8185 37fa213d 7f9f4d5158", "drop") == [])
        #expect(try toClient("8902 7071", "drop") == [])
    }

    @Test func `all fragments go, and the ping between them stays`() throws {
        #expect(try toClient("0103 48656c 8901 70 8002 6c6f", "drop") == ["890170"])
    }

    @Test func `a rule about a frame leaves a hole`() throws {
        let stage = FrameStage(frame: 1)
        #expect(try stage.sent("0101 61 0001 62 8001 63", "drop") == ["010161", "800163"])
    }

    @Test(arguments: [Direction.toClient, .toServer], [true, false])
    func `the compressed messages behind it can be read`(_ direction: Direction, _ takeover: Bool) throws {
        let talk = CompressedTalk(direction, takeover: takeover)
        #expect(try talk.say(fox) == [fox])
        #expect(try talk.say(dog, fragments: 3, [Drop()]) == [])
        #expect(try talk.say(bird) == [bird])
        #expect(try talk.say(fox, [Drop()]) == [])
        #expect(try talk.say(dog) == [dog])
        #expect(try talk.say(dog) == [dog])
    }
}
