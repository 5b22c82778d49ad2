import Observer
import Testing
import WebSocketWire

@testable import Faults

struct InvalidUTF8Tests {
    @Test(arguments: [
        ("lone-continuation", "8103 6869 80"),
        ("overlong", "8104 6869 c0af"),
        ("surrogate", "8105 6869 eda080"),
        ("truncated", "8104 6869 e282"),
        ("too-large", "8106 6869 f4908080"),
        ("0xff", "8103 6869 ff"),
    ])
    func `each kind at the end, with the right length`(_ kind: String, _ wire: String) throws {
        #expect(try toClient("8102 6869", "invalid-utf8", ["kind": kind]) == [wire.replacing(" ", with: "")])
    }

    @Test(arguments: InvalidUTF8.Kind.allCases)
    func `our own validator refuses each kind at each place`(_ kind: InvalidUTF8.Kind) {
        for place in [TextPlace.start, .middle, .end, .extent(.bytes(1))] {
            var fault = InvalidUTF8()
            (fault.kind, fault.at) = (kind, place)
            let text = FrameStage().after("8105 61c3a9c3a9", [fault]).wirePayload
            var validator = UTF8Validator()
            #expect(throws: UTF8Violation.self) {
                try validator.validate(text.span)
                try validator.finish()
            }
        }
    }

    @Test func `at the chosen place, but between characters`() throws {
        #expect(try toClient("8102 6869", "invalid-utf8", ["at": "start"]) == ["8103ff6869"])
        #expect(try toClient("8102 6869", "invalid-utf8", ["at": "middle"]) == ["810368ff69"])
        #expect(try toClient("8102 6869", "invalid-utf8", ["at": "1"]) == ["810368ff69"])
        #expect(try toClient("8102 6869", "invalid-utf8", ["at": "100%"]) == ["81036869ff"])
        #expect(try toClient("8103 61c3a9", "invalid-utf8", ["at": "2"]) == ["810461ffc3a9"])
        #expect(try toClient("8100", "invalid-utf8") == ["8101ff"])
    }

    @Test func `under a mask, in fragments, and in a compressed message`() throws {
        #expect(try toServer("8182 37fa213d 5f93", "invalid-utf8") == ["818337fa213d5f93de"])
        #expect(try toClient("0101 68 8001 69", "invalid-utf8") == ["81036869ff"])
        let talk = CompressedTalk()
        #expect(try talk.say(fox) == [fox])
        #expect(try talk.say(fox, fragments: 2, [InvalidUTF8()]) == [fox + "\u{FFFD}"])
        #expect(try talk.say(dog) == [dog])
    }

    @Test func `a place that is none is refused with the nearest`() {
        let value = Value("midle")
        #expect(throws: ValueProblem.self) { try TextPlace(value) }
        do throws(ValueProblem) { _ = try TextPlace(value) } catch {
            #expect(error.message.hasSuffix("found \"midle\", did you mean \"middle\"?"))
        }
    }
}
