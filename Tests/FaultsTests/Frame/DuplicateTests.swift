import Observer
import Testing
import WebSocketWire

@testable import Faults

struct DuplicateTests {
    @Test func `the same bytes leave again`() throws {
        #expect(try toClient("8102 6869", "duplicate") == ["81026869", "81026869"])
        let masked = "818537fa213d7f9f4d5158"
        #expect(try toServer(masked, "duplicate", ["times": "2"]) == [masked, masked, masked])
        #expect(try toClient("8100", "duplicate") == ["8100", "8100"])
    }

    @Test func `a message in fragments is sent whole before it comes again`() throws {
        let sent = try toClient("0101 61 8900 8001 62", "duplicate")
        #expect(sent == ["010161", "8900", "800162", "010161", "800162"])
    }

    @Test func `copies stop at 16 MiB, but one is sent`() throws {
        let payload = [UInt8](repeating: 0x61, count: 9 << 20)
        let header = FrameHeader(opcode: .binary, payloadLength: UInt64(payload.count))
        var plan = Plan(
            .toClient, [.frame(DraftFrame(header, payload: payload, isSubject: true, origin: 0))],
            message: payload)
        var random = RandomStream(state: 1)
        try fault("duplicate", ["times": "3"]).apply(to: &plan, &random)
        #expect(plan.items.count == 2)
    }

    @Test func `compressed copies can be read, and what follows`() throws {
        let talk = CompressedTalk()
        let twice = try fault("duplicate", ["times": "2"])
        #expect(try talk.say(fox) == [fox])
        #expect(try talk.say(dog, fragments: 2, [twice]) == [dog, dog, dog])
        #expect(try talk.say(bird) == [bird])
        #expect(try talk.say(fox, [twice]) == [fox, fox, fox])
        #expect(try talk.say(dog, [twice, try fault("replace", ["payload": bird])]) == [bird, dog, dog])
        #expect(try talk.say(dog, [twice, Drop()]) == [dog, dog])
        #expect(try talk.say(bird) == [bird])
    }
}
