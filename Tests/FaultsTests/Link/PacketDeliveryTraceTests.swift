import Faults
import Testing

@Suite struct PacketDeliveryTraceTests {
    private static func parse(_ text: String) throws(PacketDeliveryProblem) -> [UInt32] {
        let bytes = Array(text.utf8)
        return try PacketDeliveryTrace(parsing: bytes.span).milliseconds
    }

    @Test func `lines are milliseconds, also those that come twice`() throws {
        #expect(try Self.parse("0\n1\n1\n17\n") == [0, 1, 1, 17])
        #expect(try Self.parse("1") == [1])
        #expect(try Self.parse("1\r\n2\r\n") == [1, 2])
        #expect(try Self.parse("0007\n4294967295\n") == [7, 4_294_967_295])
    }

    @Test(arguments: [
        ("", "line 1: expected a last line over 0, where the trace begins anew, found nothing"),
        ("0\n0\n", "line 2: expected a last line over 0, where the trace begins anew, found only 0"),
        ("1\n\n2\n", "line 2: expected milliseconds in decimal digits, found an empty line"),
        ("1\n-2\n", "line 2: expected milliseconds in decimal digits, found \"-\""),
        ("1\n2 \n", "line 2: expected milliseconds in decimal digits, found the byte 0x20"),
        ("1\n2\n1.5\n", "line 3: expected milliseconds in decimal digits, found \".\""),
        ("\u{FEFF}1\n", "line 1: expected milliseconds in decimal digits, found the byte 0xef"),
        ("1\r2\n", "line 1: expected milliseconds in decimal digits, found \"2\""),
        ("4294967296\n", "line 1: expected milliseconds in decimal digits, found a number over 4294967295"),
        ("5\n4\n", "line 2: expected 5 or more, as lines are in order of time, found 4"),
    ])
    func `a broken file is refused with its line`(text: String, message: String) {
        #expect(throws: PacketDeliveryProblem.self) { try Self.parse(text) }
        do throws(PacketDeliveryProblem) { _ = try Self.parse(text) } catch {
            #expect(error.description == message)
        }
    }

    @Test func `a trace may be made of numbers`() throws {
        #expect(try PacketDeliveryTrace(milliseconds: [1, 2]).milliseconds == [1, 2])
        #expect(throws: PacketDeliveryProblem.self) { try PacketDeliveryTrace(milliseconds: [1, -2]) }
        #expect(throws: PacketDeliveryProblem.self) { try PacketDeliveryTrace(milliseconds: []) }
    }
}
