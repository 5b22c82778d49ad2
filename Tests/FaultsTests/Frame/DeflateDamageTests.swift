import Observer
import Testing
import WebSocketWire

@testable import Faults

struct DeflateDamageTests {
    /// "Hello" as RFC 7692 §7.2.3.1 compresses it.
    private let hello = "c107 f248cdc9c90700"
    private let stage = FrameStage(isDeflateAgreed: true)

    @Test func `a block of a type that there is not`() throws {
        #expect(try stage.sent(hello, "deflate-damage") == ["c1070748cdc9c90700"])
        #expect(try stage.sent("8102 6869", "deflate-damage") == ["c1020769"])
        #expect(try stage.sent("c100", "deflate-damage") == ["c10107"])
        #expect(try toClient("8102 6869", "deflate-damage") == ["81026869"])
        let masked = FrameStage(direction: .toServer, isDeflateAgreed: true)
        #expect(
            try masked.sent("c187 01010101 f349ccc8c80601", "deflate-damage")
                == ["c187010101010649ccc8c80601"])
    }

    @Test func `an end that does not add up, or that was not cut off`() throws {
        #expect(
            try stage.sent(hello, "deflate-damage", ["kind": "wrong-trailer"])
                == ["c10bf248cdc9c9070000000000"])
        #expect(
            try stage.sent(hello, "deflate-damage", ["kind": "kept-trailer"])
                == ["c10bf248cdc9c907000000ffff"])
        #expect(
            try stage.sent("4103 f248cd 8900 8004 c9c90700", "deflate-damage", ["kind": "wrong-trailer"])
                == ["4103f248cd", "8900", "8008c9c9070000000000"])
        #expect(
            try stage.sent("8102 6869", "deflate-damage", ["kind": "wrong-trailer"]) == ["81026869"])
    }

    @Test func `RSV1 on a continuation`() throws {
        let kind: KeyValuePairs = ["kind": "rsv1-on-continuation"]
        #expect(try stage.sent(hello, "deflate-damage", kind) == ["4103f248cd", "c004c9c90700"])
        #expect(
            try toClient("0101 61 8900 0001 62 8001 63", "deflate-damage", kind)
                == ["010161", "8900", "400162", "c00163"])
        #expect(
            try toServer("8182 37fa213d 5f93", "deflate-damage", kind)
                == ["018137fa213d5f", "c08137fa213d5e"])
    }

    @Test func `RSV1 that nobody agreed to`() throws {
        let kind: KeyValuePairs = ["kind": "rsv1-without-negotiation"]
        #expect(try toClient("8102 6869", "deflate-damage", kind) == ["c1026869"])
        #expect(try toServer("8182 37fa213d 5f93", "deflate-damage", kind) == ["c18237fa213d5f93"])
        #expect(try toClient("0101 61 8001 62", "deflate-damage", kind) == ["410161", "800162"])
        #expect(try toClient("8901 70", "deflate-damage", kind) == ["890170"])
    }

    @Test(arguments: [DeflateDamage.Kind.badBlock, .wrongTrailer, .keptTrailer])
    func `our own inflater refuses them`(_ kind: DeflateDamage.Kind) throws {
        var fault = DeflateDamage()
        fault.kind = kind
        let talk = CompressedTalk()
        #expect(try talk.say(fox) == [fox])
        #expect(throws: InflateViolation.self) { try talk.say(dog, [fault]) }
    }

    @Test(arguments: [1, 1000, 1 << 20, (3 << 20) + 5])
    func `a bomb inflates to what it says`(_ size: Int) throws {
        var bomb = DeflateDamage()
        (bomb.kind, bomb.size) = (.bomb, ByteCount(size))
        let talk = CompressedTalk()
        #expect(try talk.say(fox) == [fox])
        let plan = try talk.plan(dog, fragments: 2, [bomb])
        #expect(plan.subject.count == 1 && plan.wirePayload.count < 20 + size / 900)
        let read = try talk.read(plan.items)
        #expect(read.count == 1 && read[0].utf8.count == size)
        #expect(read[0].utf8.allSatisfy { $0 == 0 })
        #expect(try talk.say(bird) == [bird])
    }

    @Test func `a bomb of a gibibyte is a mebibyte, quickly`() throws {
        let payload = try #require(DeflateDamage.zeros(1 << 30))
        #expect((1 << 20..<(1 << 20) + (1 << 18)).contains(payload.count), "\(payload.count)")
        #expect(try toClient("8102 6869", "deflate-damage", ["kind": "bomb"]) == ["81026869"])
    }
}
