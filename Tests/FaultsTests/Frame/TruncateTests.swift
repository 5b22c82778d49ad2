import Observer
import Testing
import WebSocketWire

@testable import Faults

struct TruncateTests {
    @Test func `lying keeps the header and cuts the payload in half`() throws {
        #expect(try toClient("8105 48656c6c6f", "truncate") == ["81054865"])
        #expect(try toServer("8185 37fa213d 7f9f4d5158", "truncate") == ["818537fa213d7f9f"])
        #expect(try toClient("8902 7071", "truncate") == ["890270"])
    }

    @Test func `lying takes the fragments out that are behind the cut`() throws {
        let message = "0103 48656c 8900 0002 6c6f 8001 21"
        #expect(try toClient(message, "truncate", ["keep": "4"]) == ["010348656c", "8900", "00026c"])
        #expect(try toClient(message, "truncate", ["keep": "3"]) == ["010348656c", "8900", "0002"])
        #expect(try toClient(message, "truncate", ["keep": "0"]) == ["0103", "8900"])
        #expect(
            try toClient(message, "truncate", ["keep": "100%"])
                == ["010348656c", "8900", "00026c6f", "800121"])
    }

    @Test func `honest rewrites the length`() throws {
        let honest: KeyValuePairs = ["keep": "50%", "mode": "honest"]
        #expect(try toClient("8105 48656c6c6f", "truncate", honest) == ["81024865"])
        #expect(try toServer("8185 37fa213d 7f9f4d5158", "truncate", honest) == ["818237fa213d7f9f"])
        #expect(try toClient("0103 48656c 8003 6c6f21", "truncate", honest) == ["810348656c"])
        #expect(try toClient("8902 7071", "truncate", honest) == ["890170"])
        #expect(try FrameStage(frame: 0).sent("0102 6162 8000", "truncate", honest) == ["010161", "8000"])
    }

    @Test func `honest never cuts a character of a text`() throws {
        let honest: KeyValuePairs = ["keep": "2", "mode": "honest"]
        #expect(try toClient("8103 61c3a9", "truncate", honest) == ["810161"])
        #expect(try toClient("8203 61c3a9", "truncate", honest) == ["820261c3"])
        #expect(try toClient("8104 f09f9880", "truncate", honest) == ["8100"])
    }

    @Test func `nothing is cut of nothing`() throws {
        #expect(try toClient("8100", "truncate") == ["8100"])
        #expect(try toClient("8100", "truncate", ["mode": "honest"]) == ["8100"])
    }

    @Test func `a compressed message that is cut honestly can be read, and what follows`() throws {
        let talk = CompressedTalk()
        let honest = try fault("truncate", ["keep": "9", "mode": "honest"])
        #expect(try talk.say(fox) == [fox])
        #expect(try talk.say(dog, fragments: 2, [honest]) == ["the quick"])
        #expect(try talk.say(bird) == [bird])
        #expect(try talk.say(fox, [honest, honest]) == ["the quick"])
        #expect(try talk.say(dog) == [dog])
    }

    @Test func `of a compressed message the compressed bytes are cut when it lies`() throws {
        var stage = FrameStage(isDeflateAgreed: true)
        #expect(
            try stage.sent("c107 f248cdc9c90700", "truncate", ["keep": "3"]) == ["c107f248cd"])
        stage.direction = .toServer
        #expect(
            try stage.sent("c187 01010101 f349ccc8c80601", "truncate", ["keep": "3"]) == [
                "c18701010101f349cc"
            ])
    }
}
