import Testing

@testable import ClosecallCLI

@Suite struct ArgumentValueBytesTests {
    @Test(arguments: [
        ("0", 0), ("65536", 65536), ("5B", 5), ("64KiB", 65536), ("1 MiB", 1 << 20), ("2GiB", 2 << 30),
        ("1kB", 1000), ("16MB", 16_000_000), ("1024GiB", 1 << 40),
    ])
    func `a size has a unit or is bytes`(text: String, bytes: Int) throws {
        #expect(try ArgumentValue.size(text) == bytes)
    }

    @Test(arguments: [
        "", "MiB", "-1", "1.5MiB", "1mib", "1 M", "1025GiB", "99999999999999999999", "9223372036854775807GiB",
    ])
    func `anything else is none`(text: String) {
        #expect(throws: CommandFailure.self) { try ArgumentValue.size(text) }
    }

    @Test func `hex is two digits a byte, spaces aside`() throws {
        #expect(try ArgumentValue.hex("") == [])
        #expect(try ArgumentValue.hex("00fF10") == [0, 255, 16])
        #expect(try ArgumentValue.hex(" 0 0 ff") == [0, 255])
        for text in ["0", "0x00", "gg", "００", "00f"] {
            #expect(throws: CommandFailure.self) { try ArgumentValue.hex(text) }
        }
    }
}
