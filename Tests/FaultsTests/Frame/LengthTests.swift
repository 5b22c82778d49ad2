import Observer
import Testing
import WebSocketWire

@testable import Faults

struct LengthTests {
    @Test(arguments: [
        ("non-minimal-16", "817e0005", "81fe0005"),
        ("non-minimal-64", "817f0000000000000005", "81ff0000000000000005"),
        ("msb", "817f8000000000000005", "81ff8000000000000005"),
        ("huge", "817f7fffffffffffffff", "81ff7fffffffffffffff"),
        ("plus", "8106", "8186"),
        ("minus", "8104", "8184"),
    ])
    func `the header lies, and the payload comes`(_ lie: String, _ plain: String, _ masked: String) throws {
        #expect(try toClient("8105 48656c6c6f", "length", ["lie": lie]) == [plain + "48656c6c6f"])
        let key = "37fa213d"
        #expect(
            try toServer("8185 37fa213d 7f9f4d5158", "length", ["lie": lie]) == [masked + key + "7f9f4d5158"])
    }

    @Test func `more and less by as much as one likes, in the form that belongs to it`() throws {
        #expect(try toClient("8102 6869", "length", ["lie": "plus", "by": "200"]) == ["817e00ca6869"])
        #expect(
            try toClient("8102 6869", "length", ["lie": "plus", "by": "70000"])
                == ["817f00000000000111726869"])
        #expect(try toClient("8102 6869", "length", ["lie": "minus", "by": "9"]) == ["81006869"])
    }

    @Test func `a length that needs its bytes stays`() throws {
        let long = "817e0080" + String(repeating: "61", count: 128)
        #expect(try toClient(long, "length") == [long])
        let wide = try toClient(long, "length", ["lie": "non-minimal-64"])
        #expect(wide == ["817f0000000000000080" + String(repeating: "61", count: 128)])
    }

    @Test func `each fragment lies, and a control frame too`() throws {
        #expect(try toClient("0101 61 8001 62", "length") == ["017e000161", "807e000162"])
        #expect(try toClient("8900", "length", ["lie": "plus"]) == ["8901"])
        #expect(try toClient("8900", "length", ["lie": "minus"]) == ["8900"])
    }

    @Test func `a lie upon a lie overflows nothing`() throws {
        var plan = FrameStage().plan("8101 61")
        plan.editFrames { $0.header.payloadLength = .max }
        var random = RandomStream(state: 1)
        try fault("length", ["lie": "plus"]).apply(to: &plan, &random)
        #expect(plan.items.map(described) == ["817fffffffffffffffff61"])
    }
}
