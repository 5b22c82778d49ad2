import Observer
import Testing

@testable import Faults

struct InjectTests {
    private let message = "8101 78"

    @Test func `before or behind the message`() throws {
        #expect(
            try toClient(message, "inject", ["opcode": "pong", "payload": "zz"]) == ["810178", "8a027a7a"])
        #expect(try toClient(message, "inject", ["place": "before"]) == ["8900", "810178"])
        #expect(
            try toClient("0101 61 8a00 8001 62", "inject", ["opcode": "binary", "payload": "hex:ff"])
                == ["010161", "8a00", "800162", "8201ff"])
    }

    @Test func `a client's are masked, each with a key of its own`() throws {
        let sent = try toServer("8181 37fa213d 4f", "inject", ["payload": "hi", "times": "2"])
        #expect(sent.count == 3 && sent[0] == "818137fa213d4f")
        let (first, second) = (bytes(sent[1]), bytes(sent[2]))
        for ping in [first, second] {
            #expect(ping.count == 8 && ping[0] == 0x89 && ping[1] == 0x82)
            #expect([ping[6] ^ ping[2], ping[7] ^ ping[3]] == Array("hi".utf8))
        }
        #expect(first[2..<6] != second[2..<6])
    }

    @Test func `to the sender, as if the other had answered`() throws {
        let stage = FrameStage()
        let plan = stage.after(message, [try fault("inject", ["payload": "hi", "to": "sender"])])
        #expect(plan.items.map(described) == ["810178"])
        // The sender is the server, so that what it gets is masked.
        let ping = bytes(described(try #require(plan.reply.first)))
        #expect(plan.reply.count == 1 && ping.count == 8 && ping[0] == 0x89 && ping[1] == 0x82)
        #expect([ping[6] ^ ping[2], ping[7] ^ ping[3]] == Array("hi".utf8))

        let back = FrameStage(direction: .toServer)
            .after("8181 37fa213d 4f", [try fault("inject", ["to": "sender"])])
        #expect(back.reply.map(described) == ["8900"])
    }

    @Test func `with any header bits, and masked as one likes`() throws {
        let odd: KeyValuePairs = ["opcode": "0x3", "fin": "false", "rsv": "5", "payload": "x"]
        #expect(try toClient(message, "inject", odd) == ["810178", "530178"])
        #expect(
            try toClient(message, "inject", ["mask": "zero-key", "payload": "x"])
                == ["810178", "89810000000078"])
        #expect(try toServer("8180 37fa213d", "inject", ["mask": "forbidden"]) == ["818037fa213d", "8900"])
        let noise = bytes(try toServer("8180 37fa213d", "inject", ["mask": "wrong-key", "payload": "x"])[1])
        #expect(noise.count == 7 && noise[6] ^ noise[2] != 0x78)
    }

    @Test func `a flood ends at 16 MiB`() throws {
        let flood = FrameStage().after(message, [try fault("inject", ["times": "10000"])])
        #expect(flood.items.count == 10_001)
        var large = Inject()
        large.payload = Payload([UInt8](repeating: 0, count: 6 << 20))
        large.times = 5
        #expect(FrameStage().after(message, [large]).items.count == 3)
    }

    @Test func `it needs no message to stand beside`() throws {
        var plan = Plan(.toClient)
        var random = RandomStream(state: 1)
        Inject().apply(to: &plan, &random)
        try fault("inject", ["place": "before", "opcode": "pong"]).apply(to: &plan, &random)
        #expect(plan.items.map(described) == ["8a00", "8900"])
    }

    @Test func `between compressed messages it disturbs none`() throws {
        let talk = CompressedTalk()
        let text = try fault("inject", ["opcode": "text", "payload": "hi"])
        #expect(try talk.say(fox, [text]) == [fox, "hi"])
        #expect(try talk.say(dog, [text]) == [dog, "hi"])
    }
}
