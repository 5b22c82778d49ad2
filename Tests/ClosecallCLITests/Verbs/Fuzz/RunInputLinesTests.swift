import FuzzBodies
import Testing
import WebSocketWire

@testable import Closecall
@testable import ClosecallCLI

@Suite struct RunInputLinesTests {
    @Test func `frames are told as frames, and the first switch says whose`() {
        let client = lines("frames", [0, 1, 0, 0, 0x81, 0x81, 0, 0, 0, 0, 0x41])
        #expect(client[0] == "choices 00 01 00 00, sent by a client")
        #expect(
            client[1...] == FrameAnnotation(of: [0x81, 0x81, 0, 0, 0, 0, 0x41], from: .client).lines[...])
        #expect(lines("roundtrip", [3])[0] == "choices 03, sent by a server")
        #expect(lines("endpoint", []) == ["choices , sent by a client"])
    }

    @Test func `a session is told section by section`() {
        let input: [UInt8] = [
            0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 0x89, 0x80, 5, 1, 0x8A, 2, 1, 7, 67, 0, 3, 0x61, 0x0A, 0x62,
        ]
        #expect(
            lines("session", input) == ["choices 00 00 00 00 00 00 00 09", "the client says:"]
                + FrameAnnotation(of: [0x89, 0x80], from: .client).lines.map { "  \($0)" }
                + ["the server says, once all is there that the other said:"]
                + FrameAnnotation(of: [0x8A], from: .server).lines.map { "  \($0)" }
                + [
                    "rules:", "  0000  07                                               .", "a scenario:",
                    "  a", "  b",
                ])
        #expect(
            lines("session", [1] + input[1..<12]).last
                == "  0000  89 80                                            ..")
        #expect(lines("session", Array(input.prefix(9))).last == "the client says:")
    }

    @Test func `sections are found where the target finds them, whatever the bytes`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var bytes = [UInt8](repeating: 0, count: 8)
            for _ in 0..<Int.random(in: 0...30, using: &random) {
                bytes.append([0, 1, 2, 3, 0x41, 0x45].randomElement(using: &random) ?? 0)
            }
            let theirs = SessionInput(reading: bytes.span).sections
            let ours = InputLines.sections(of: Array(bytes.dropFirst(SessionInput.headerCount)))
            #expect(ours.map(\.held) == theirs.map(\.bytes), "\(bytes)")
            #expect(ours.map { $0.tag & 3 } == theirs.map(\.kind.rawValue), "\(bytes)")
            #expect(ours.map { $0.tag & 4 != 0 } == theirs.map(\.waits), "\(bytes)")
        }
    }

    @Test func `text is told as lines, and what is none as bytes`() {
        #expect(
            lines("scenario", [0, 0, 0, 0] + Array("a: 1\n\u{1B}[2J".utf8)) == [
                "choices 00 00 00 00", "a: 1", "\\u{1B}[2J",
            ])
        #expect(
            lines("utf8", [0, 0, 0, 0, 0x41, 0xFF]).last
                == "0000  41 ff                                            A.")
        #expect(lines("inspect", [0x0A]) == ["0000  0a                                               ."])
    }

    @Test func `much is cut`() {
        let all = lines("inspect", Array(repeating: 0, count: 16 * 100))
        #expect(all.count == 41 && all.last == "and 60 more lines" && all[39].hasPrefix("0270  "))
    }

    private func lines(_ target: String, _ input: [UInt8]) -> [String] {
        InputLines(of: input, FuzzSubject.named(target)).lines
    }
}
