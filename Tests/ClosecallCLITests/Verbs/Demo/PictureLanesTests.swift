import Closecall
import Testing

@testable import ClosecallCLI

@Suite struct PictureLanesTests {
    private func stream(_ width: Int) -> Output.Stream {
        Output.Stream(isTerminal: true, style: .plain, width: width)
    }

    private func picture(_ name: String) async throws -> SessionPicture {
        let demo = try Demo()
        let play = try await demo.play(#require(DemoEnding.named(name)))
        try await demo.stop()
        return try #require(play).picture
    }

    @Test(arguments: [40, 59, 60, 69, 70, 80, 120, 400])
    func `no line is longer than the terminal is wide, and all lanes are straight`(width: Int) async throws {
        let lanes = PictureLanes(stream(width), hasUnicode: true)
        let picture = try await picture("wrong-byte-in-text")
        let lines = picture.lines.map { lanes.line($0) }
        #expect(lines.allSatisfy { $0.count <= width } && lanes.head.count <= width)
        #expect(Set(lines.map(\.count)).count == 1)
        for (index, line) in lines.enumerated() {
            let columns = line.enumerated().filter { $0.element == "│" }.map(\.offset)
            if case .fault = picture.lines[index].content {
                #expect(columns.count == 2)
            } else {
                #expect(columns.count == 3 && columns[1] - columns[0] == columns[2] - columns[1])
            }
        }
    }

    @Test func `where there is little room times are left out, and labels cut`() async throws {
        let lanes = PictureLanes(stream(60), hasUnicode: false)
        let lines = try await picture("nothing-broken").lines.map { lanes.line($0) }
        #expect(lanes.head == "client                   closecall                  server")
        #expect(
            lines == [
                "   |-- GET / --------------->|-- GET / --------------->|",
                "   |<----------------- 101 --|<----------------- 101 --|",
                "   |-- text \"hello\" -------->|-- text \"hello\" -------->|",
                "   |<-------- text \"hello\" --|<-------- text \"hello\" --|",
                "   |-- close 1000 \"bye\" ---->|-- close 1000 \"bye\" ---->|",
                "   |<---- close 1000 \"bye\" --|<---- close 1000 \"bye\" --|",
                "   |<----------------- FIN --|<----------------- FIN --|",
                "   |-- FIN ----------------->|-- FIN ----------------->|",
            ])
    }

    @Test func `a terminal without the sign gets three dots`() {
        #expect(PictureLanes(stream(80), hasUnicode: false).plain("byte 0…") == "byte 0...")
        #expect(PictureLanes(stream(80), hasUnicode: true).plain("byte 0…") == "byte 0…")
    }
}
