internal import Closecall
internal import Testing
internal import WebSocketWire

@Suite struct FrameAnnotationTests {
    @Test func `a legal text and a Close are told with what they say`() {
        // The masked Hello of RFC 6455 §5.7, and a Close 1000 "bye" whose key is zero.
        let bytes: [UInt8] =
            [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
            + [0x88, 0x85, 0, 0, 0, 0, 0x03, 0xE8, 0x62, 0x79, 0x65]
        #expect(
            FrameAnnotation(of: bytes, from: .client).lines == [
                "     0  text FIN masked 37fa213d, 5 bytes  \"Hello\"",
                "        81 85 37 fa 21 3d 7f 9f 4d 51 58",
                "    11  close FIN masked 00000000, 5 bytes  1000  \"bye\"",
                "        88 85 00 00 00 00 03 e8 62 79 65",
            ])
    }

    @Test func `everything that is wrong with a frame stands below it`() {
        let bytes: [UInt8] = [0x4B, 0x00, 0x88, 0x82, 0, 0, 0, 0, 0x03, 0xF7]
        #expect(
            FrameAnnotation(of: bytes, from: .client).lines == [
                "     0  reserved opcode 0xB rsv=4, 0 bytes", "        4b 00",
                "        ! RSV bits 4: no negotiated extension gives them a meaning, so they must be 0"
                    + " (RFC 6455 §5.2)",
                "        ! reserved opcode 0xB: only 0x0, 0x1, 0x2, 0x8, 0x9 and 0xA have a meaning"
                    + " (RFC 6455 §5.2)",
                "        ! a reserved opcode 0xB frame without FIN: control frames may not be fragmented"
                    + " (RFC 6455 §5.5)",
                "        ! an unmasked frame from the client: a client must mask all its frames (RFC 6455 §5.1)",
                "     2  close FIN masked 00000000, 2 bytes", "        88 82 00 00 00 00 03 f7",
                "        ! close code 1015 must not stand in a frame (TLS Handshake): expected 1000–1003,"
                    + " 1007–1014 or 3000–4999 (RFC 6455 §5.5.1)",
            ])
    }

    @Test func `what is cut short is told as that`() {
        #expect(
            FrameAnnotation(of: [0x82, 0x05, 0x00, 0x1B], from: .server).lines == [
                "     0  binary FIN, 5 bytes, of which 2 are there", "        82 05 00 1b",
            ])
        #expect(
            FrameAnnotation(of: [0x82, 0x7E, 0x01], from: .server).lines == [
                "     0  a header cut short, 3 bytes", "        82 7e 01",
            ])
    }

    @Test func `a terminal cannot obey what a text says, and a long one is cut`() {
        let long = [UInt8](repeating: 0x61, count: 100)
        let lines = FrameAnnotation(of: [0x81, 0x64, 0x1B] + long.dropLast(), from: .server).lines
        #expect(
            lines.first == "     0  text FIN, 100 bytes  \"\\u001b\(String(repeating: "a", count: 59))\"…")
        #expect(lines.last?.hasSuffix("61 … and 54 more") == true)
    }
}
