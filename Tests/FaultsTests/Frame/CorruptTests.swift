import Testing

@testable import Faults

struct CorruptTests {
    @Test func `a range is flipped, set or drawn anew, and the rest stays`() throws {
        let message = "8105 6162636465"
        #expect(try toClient(message, "corrupt", ["at": "1", "length": "2"]) == ["8105619d9c6465"])
        #expect(
            try toClient(message, "corrupt", ["at": "60%", "mode": "set", "value": "42"])
                == ["81056162632a2a"])
        #expect(try toClient(message, "corrupt", ["length": "1", "mode": "set"]) == ["81050062636465"])
        let drawn = bytes(
            try toClient(message, "corrupt", ["at": "1", "length": "2", "mode": "random"])[0])
        #expect(drawn.count == 7 && drawn[2] == 0x61 && Array(drawn[5...]) == [0x64, 0x65])
        #expect(drawn[3] != 0x62 && drawn[4] != 0x63)
    }

    @Test func `the payload is what is changed under a mask`() throws {
        let masked = "8185 37fa213d 7f9f4d5158"
        // 48 becomes b7, and b7 under 37 is 80.
        #expect(try toServer(masked, "corrupt", ["length": "1"]) == ["818537fa213d809f4d5158"])
        #expect(
            try toServer(masked, "corrupt", ["length": "1", "mode": "set"]) == ["818537fa213d379f4d5158"])
    }

    @Test func `a range goes on over fragments`() throws {
        let sent = try toClient(
            "0102 6162 8900 8002 6364", "corrupt", ["at": "1", "length": "2", "mode": "set"])
        #expect(sent == ["01026100", "8900", "80020064"])
    }

    @Test(arguments: 0..<20) func `as many bits are flipped as were asked for`(_ seed: Int) throws {
        let stage = FrameStage(seed: UInt64(seed))
        let message = "8208 0000000000000000"
        for (parameters, count) in [([:], 1), (["bits": "3"], 3), (["bits": "100"], 64)]
            as [(KeyValuePairs<String, String>, Int)]
        {
            let sent = bytes(try stage.sent(message, "corrupt", parameters)[0])
            #expect(sent[0] == 0x82 && sent[1] == 8)
            #expect(sent[2...].reduce(0) { $0 + $1.nonzeroBitCount } == count)
        }
        let bits = try stage.sent(
            message, "corrupt", ["bits": "2", "at": "4", "length": "1", "value": "1", "mode": "set"])
        #expect(bits[0].hasPrefix("820800000000") && bits[0].hasSuffix("000000"))
        #expect(bytes(bits[0])[6].nonzeroBitCount == 2)
    }

    @Test(arguments: 0..<20) func `as many bytes are changed as were asked for`(_ seed: Int) throws {
        let stage = FrameStage(seed: UInt64(seed))
        let sent = bytes(
            try stage.sent("8208 0000000000000000", "corrupt", ["bytes": "3", "mode": "random"])[0])
        #expect(sent[2...].count { $0 != 0 } == 3)
        let flipped = try stage.sent("8204 00000000", "corrupt", ["bytes": "2", "at": "1", "length": "2"])
        #expect(flipped == ["820400ffff00"])
    }

    @Test func `there is nothing to corrupt in nothing`() throws {
        #expect(try toClient("8100", "corrupt") == ["8100"])
        #expect(try toClient("8100", "corrupt", ["bytes": "3"]) == ["8100"])
        #expect(try toClient("8101 61", "corrupt", ["at": "100%"]) == ["810161"])
    }

    @Test func `the message under compression is changed, and what follows can be read`() throws {
        let talk = CompressedTalk()
        let stars = try fault(
            "corrupt", ["of": "message", "at": "4", "length": "5", "mode": "set", "value": "42"])
        #expect(try talk.say(fox) == [fox])
        #expect(try talk.say(fox, fragments: 2, [stars]) == [fox.replacing("quick", with: "*****")])
        #expect(try talk.say(dog) == [dog])
    }

    @Test func `the compressed bytes are changed where they travel`() throws {
        let stage = FrameStage(isDeflateAgreed: true)
        #expect(
            try stage.sent("c107 f248cdc9c90700", "corrupt", ["length": "1"]) == ["c1070d48cdc9c90700"])
    }

    @Test func `bits and bytes at once are refused, and none of them`() {
        var corrupt = Corrupt()
        corrupt.bits = 0
        #expect(corrupt.conflict == "\"bits\" goes from 1 to 100000")
        corrupt.bytes = 1
        #expect(corrupt.conflict == "give \"bits\" or \"bytes\", not both")
    }

    @Test func `places are different ones, and each comes up`() {
        var random = RandomStream(state: 5)
        var counts = [Int](repeating: 0, count: 10)
        for _ in 0..<2000 {
            let places = random.places(3, of: 10)
            #expect(Set(places).count == 3)
            for place in places { counts[place] += 1 }
        }
        // 600 are expected of each, and the deviation is 20.5: five of those.
        #expect(counts.allSatisfy { abs($0 - 600) < 103 }, "\(counts)")
        #expect(random.places(5, of: 3).sorted() == [0, 1, 2])
        #expect(random.places(5, of: 0).isEmpty && random.places(-1, of: 5).isEmpty)
    }
}
