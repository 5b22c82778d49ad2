import Testing

@testable import Faults

struct ReplaceTests {
    @Test func `another payload with the right length`() throws {
        #expect(try toClient("8102 6869", "replace", ["payload": "bye!"]) == ["810462796521"])
        #expect(try toClient("8202 6869", "replace", ["payload": "hex:00ff"]) == ["820200ff"])
        #expect(
            try toServer("8182 37fa213d 5f93", "replace", ["payload": "Hello"]) == ["818537fa213d7f9f4d5158"])
        #expect(try toClient("8901 70", "replace", ["payload": ""]) == ["8900"])
    }

    @Test func `a message in fragments becomes one frame`() throws {
        let sent = try toClient("0101 61 8900 8001 62", "replace", ["payload": "xyz"])
        #expect(sent == ["810378797a", "8900"])
    }

    @Test func `a rule about a frame replaces that one's payload`() throws {
        let sent = try FrameStage(frame: 1).sent("0101 61 0001 62 8001 63", "replace", ["payload": "xy"])
        #expect(sent == ["010161", "00027879", "800163"])
    }

    @Test func `every match of a pattern is replaced, and groups stand for what they found`() throws {
        // a1b22 becomes <1>a<22>b.
        let digits: KeyValuePairs = ["pattern": "([a-z])([0-9]+)", "with": "<$2>$1"]
        #expect(try toClient("8105 6131623232", "replace", digits) == ["81093c313e613c32323e62"])
        #expect(try toClient("0102 6131 8003 623232", "replace", digits) == ["81093c313e613c32323e62"])
        #expect(try toClient("0101 61 8001 62", "replace", digits) == ["010161", "800162"])
    }

    @Test func `another opcode`() throws {
        #expect(try toClient("8102 6869", "replace", ["opcode": "binary"]) == ["82026869"])
        #expect(try toClient("8102 6869", "replace", ["opcode": "0x3", "payload": "x"]) == ["830178"])
        #expect(try toServer("8182 37fa213d 5f93", "replace", ["opcode": "pong"]) == ["8a8237fa213d5f93"])
    }

    @Test func `compressed messages are compressed anew, and what follows can be read`() throws {
        let talk = CompressedTalk()
        let lazy = try fault("replace", ["pattern": "lazy (d)og", "with": "$1uck"])
        #expect(try talk.say(fox) == [fox])
        #expect(try talk.say(fox, fragments: 2, [lazy]) == [fox.replacing("lazy dog", with: "duck")])
        #expect(try talk.say(dog) == [dog])
        let other = try fault("replace", ["payload": bird])
        #expect(try talk.say(dog, [other, lazy]) == [bird.replacing("lazy dog", with: "duck")])
        #expect(try talk.say(fox) == [fox])
    }

    @Test func `no control frame is compressed`() throws {
        let talk = CompressedTalk()
        #expect(try talk.say(fox) == [fox])
        #expect(try talk.say("hi", [try fault("replace", ["opcode": "ping"])]) == ["ping 6869"])
        #expect(try talk.say(dog) == [dog])
    }

    @Test func `one frame of a compressed message, or one that cannot be read, goes uncompressed`() throws {
        let stage = FrameStage(frame: 0, isDeflateAgreed: true)
        #expect(try stage.sent("c107 f248cdc9c90700", "replace", ["payload": "x"]) == ["810178"])
        #expect(
            try stage.sent("c107 f248cdc9c90700", "replace", ["pattern": ".", "with": "x"])
                == ["c107f248cdc9c90700"])
    }

    @Test func `what does not go together is refused`() throws {
        var replace = Replace()
        #expect(replace.conflict == "give \"payload\", or \"pattern\" and \"with\"")
        replace.with = "$2"
        #expect(replace.conflict == "\"pattern\" and \"with\" belong together")
        replace.pattern = try Pattern("(a)")
        #expect(replace.conflict != nil)
        replace.with = "$1"
        #expect(replace.conflict == nil)
        replace.payload = Payload([])
        #expect(replace.conflict == "give \"payload\" or \"pattern\", not both")
    }
}
