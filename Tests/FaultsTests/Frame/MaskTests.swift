import Observer
import Testing

@testable import Faults

struct MaskTests {
    private let masked = "8185 37fa213d 7f9f4d5158"
    private let plain = "8105 48656c6c6f"

    @Test func `a client's frame without a mask`() throws {
        #expect(try toServer(masked, "mask") == ["810548656c6c6f"])
        #expect(try toServer(masked, "mask", ["mode": "unmasked"]) == ["810548656c6c6f"])
        #expect(try toClient(plain, "mask", ["mode": "unmasked"]) == ["810548656c6c6f"])
    }

    @Test func `a server's frame with a mask`() throws {
        for mode in ["forbidden", "masked"] {
            let sent = bytes(try toClient(plain, "mask", ["mode": mode])[0])
            #expect(sent.prefix(2) == [0x81, 0x85] && sent.count == 11)
            let key = sent[2..<6]
            #expect(zip(sent[6...], Array(key) + key).map { $0 ^ $1 } == Array("Hello".utf8))
            #expect(Set(key) != [0])
        }
        #expect(try toServer(masked, "mask", ["mode": "masked"]) == ["818537fa213d7f9f4d5158"])
    }

    @Test func `a key of zeros shows the payload`() throws {
        #expect(try toServer(masked, "mask", ["mode": "zero-key"]) == ["81850000000048656c6c6f"])
        #expect(try toClient(plain, "mask", ["mode": "zero-key"]) == ["81850000000048656c6c6f"])
    }

    @Test(arguments: 0..<20) func `a wrong key makes noise of each byte`(_ seed: Int) throws {
        let stage = FrameStage(direction: .toServer, seed: UInt64(seed))
        let sent = bytes(try stage.sent(masked, "mask", ["mode": "wrong-key"])[0])
        #expect(Array(sent.prefix(6)) == bytes("8185 37fa213d"))
        let right = bytes("7f9f4d5158")
        #expect(zip(sent[6...], right).allSatisfy { $0 != $1 })
        // It is a key all the same: the fifth byte is masked as the first.
        #expect(sent[6] ^ right[0] == sent[10] ^ right[4])
    }

    @Test func `control frames and fragments are masked as well`() throws {
        #expect(try toServer("8981 37fa213d 47", "mask") == ["890170"])
        #expect(
            try toServer("0181 37fa213d 56 8081 01020304 63", "mask", ["mode": "zero-key"])
                == ["01810000000061", "80810000000062"])
    }
}
