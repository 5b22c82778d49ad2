import Foundation
import Testing

@testable import Reactor

@Suite struct ScratchFileTests {
    @Test func `what was added is read back from its place, and no name is left`() throws {
        let folder = NSTemporaryDirectory() + "closecall-scratch-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var file = try ScratchFile(in: folder)
        let first = [UInt8](repeating: 1, count: 100_000)
        #expect(try file.append(first) == 0..<100_000)
        let second = try file.append([7, 8, 9])
        var bytes: [UInt8] = []
        func keep(_ span: Span<UInt8>) { for index in span.indices { bytes.append(span[index]) } }
        try file.read(second, keep)
        #expect(bytes == [7, 8, 9])
        bytes = []
        try file.read(99_999..<100_002, keep)
        #expect(bytes == [1, 7, 8])
        bytes = []
        try file.read(0..<100_000, keep)
        #expect(bytes == first)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }

    @Test func `a folder that is not there is an error`() {
        #expect(throws: SystemError.self) { _ = try ScratchFile(in: "/nowhere") }
    }
}
