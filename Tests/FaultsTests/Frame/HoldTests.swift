import Observer
import Testing

@testable import Faults

struct HoldTests {
    @Test func `the frames wait for others, and a ping between them does not`() throws {
        let sent = try toClient("0101 61 8900 8001 62", "hold", ["behind": "2"])
        #expect(sent == ["held 2, no time: 010161800162", "8900"])
    }

    @Test func `with neither number nor time one goes first`() throws {
        let masked = "818537fa213d7f9f4d5158"
        #expect(try toServer(masked, "hold") == ["held 1, no time: \(masked)"])
    }

    @Test func `with a time alone only the time counts`() throws {
        let sent = try toClient("8100", "hold", ["time": "2s"])
        #expect(sent == ["held \(Int.max), 2.0 seconds: 8100"])
        #expect(
            try toClient("8100", "hold", ["time": "2s", "behind": "3"]) == ["held 3, 2.0 seconds: 8100"])
    }

    @Test(arguments: [true, false])
    func `compressed messages can be read in the other order`(_ takeover: Bool) throws {
        let talk = CompressedTalk(takeover: takeover)
        #expect(try talk.say(fox) == [fox])
        #expect(try talk.say(dog, fragments: 2, [Hold()]) == [])
        #expect(try talk.say(bird) == [bird])
        #expect(try talk.release() == [dog])
        #expect(try talk.say(fox, [Hold()]) == [])
        #expect(try talk.say(dog) == [dog])
        #expect(try talk.release() == [fox])
        #expect(try talk.say(bird) == [bird])
    }

    @Test func `it may leave between two that were compressed before`() throws {
        let talk = CompressedTalk()
        #expect(try talk.say(fox) == [fox])
        #expect(try talk.say(dog, [Hold()]) == [])
        let (first, second) = (try talk.plan(bird), try talk.plan(fox))
        #expect(try talk.read(first.items) == [bird])
        #expect(try talk.release() == [dog])
        #expect(try talk.read(second.items) == [fox])
        #expect(try talk.say(dog) == [dog])
    }

    @Test func `a number of none or less is refused`() {
        var hold = Hold()
        hold.behind = 0
        #expect(hold.conflict == "\"behind\" goes from 1 to 100000")
    }
}
