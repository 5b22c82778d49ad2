import Closecall
import Foundation
import Testing
import Trace
import WebSocketWire

@Suite struct CorpusExportTests {
    private func bytes(_ folder: String, _ target: String) throws -> Set<[UInt8]> {
        let path = "\(folder)/\(target)"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return try Set(names.map { Array(try Data(contentsOf: URL(filePath: "\(path)/\($0)"))) })
    }

    @Test func `what was said becomes seeds that the targets read, each once`() async throws {
        try await TracedRun.withFolder { folder in
            let told = ToldExport(try CorpusExport(path: folder))
            for id in 0..<2 {
                told.begin(id)
                told.upgrade(id)
                told.text("hé", from: .initiator, id)
                // The same with another key is the same.
                told.sends(.text, Array("hé".utf8), from: .initiator, id, key: MaskingKey(9, 8, 7, 6))
                told.sends(.binary, [1], from: .responder, id, isFinal: false)
                told.sends(.continuation, [2], from: .responder, id)
                told.close(1000, "bye", from: .initiator, id)
                told.close(1000, "bye", from: .responder, id)
                told.hangUp(id)
            }
            let summary = try await told.finish()
            let none: [UInt8] = [0, 0, 0, 0]
            let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
            let masked: [UInt8] = [0x81, 0x83] + key + [0x68 ^ 0x37, 0xC3 ^ 0xFA, 0xA9 ^ 0x21]
            let frames = try bytes(folder, "frames")
            #expect(frames.contains(none + masked))
            #expect(frames.contains([1, 0, 0, 0, 0x02, 0x01, 0x01]))
            #expect(frames.contains([1, 0, 0, 0, 0x02, 0x01, 0x01, 0x80, 0x01, 0x02]))
            #expect(frames.count == 6)
            #expect(try bytes(folder, "roundtrip") == frames)
            #expect(try bytes(folder, "differential-splits") == frames)
            #expect(try bytes(folder, "close") == [none + [0x03, 0xE8] + Array("bye".utf8)])
            #expect(try bytes(folder, "utf8") == [none + Array("hé".utf8)])
            let handshakes = try bytes(folder, "handshake")
            #expect(handshakes.count == 2)
            #expect(handshakes.contains { $0.starts(with: [0, 0, 0, 0] + Array("GET /chat".utf8)) })
            #expect(handshakes.contains { $0.starts(with: [1, 0, 0, 0] + Array("HTTP/1.1 101".utf8)) })
            #expect(try bytes(folder, "http-conversation").count == 1)
            #expect(
                summary.line
                    == "wrote 5 frames, 2 messages, 1 close payload and 3 handshakes to \(folder)")
        }
    }

    @Test func `what is there already under any name is not written again`() async throws {
        try await TracedRun.withFolder { folder in
            try FileManager.default.createDirectory(
                atPath: "\(folder)/close", withIntermediateDirectories: true)
            try Data([0, 0, 0, 0, 0x03, 0xE8]).write(to: URL(filePath: "\(folder)/close/goodbye"))
            func export() async throws -> ExportSummary {
                let told = ToldExport(try CorpusExport(path: folder))
                told.begin()
                told.upgrade()
                told.close(1000, from: .initiator)
                told.hangUp()
                return try await told.finish()
            }
            let first = try await export()
            #expect(first.count("closePayloads") == 0)
            #expect(first.count("known") == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/close") == ["goodbye"])
            let second = try await export()
            #expect(second.count("frames") == 0)
            #expect(second.count("known") == 5)
        }
    }

    @Test func `a compressed message is a seed for the inflater, and RSV1 means something`() async throws {
        try await TracedRun.withFolder { folder in
            let told = ToldExport(try CorpusExport(path: folder))
            let hello: [UInt8] = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]
            told.begin()
            told.upgrade(
                headers: "Sec-WebSocket-Extensions: permessage-deflate\r\n",
                answer: "Sec-WebSocket-Extensions: permessage-deflate\r\n")
            told.sends(.text, hello, from: .responder, isCompressed: true)
            told.hangUp()
            _ = try await told.finish()
            #expect(try bytes(folder, "deflate") == [[0x78, 0, 0, 0] + hello])
            #expect(try bytes(folder, "utf8") == [[0, 0, 0, 0] + Array("Hello".utf8)])
            #expect(try bytes(folder, "frames") == [[3, 0, 0, 0, 0xC1, 7] + hello])
            #expect(try bytes(folder, "handshake").contains([3, 0, 0, 0] + Array("permessage-deflate".utf8)))
        }
    }

    @Test func `what is over 64 KiB is left out, and counted`() async throws {
        try await TracedRun.withFolder { folder in
            let told = ToldExport(try CorpusExport(path: folder))
            told.begin()
            told.upgrade()
            told.sends(.binary, [UInt8](repeating: 7, count: 64 * 1024), from: .responder)
            told.hangUp()
            let summary = try await told.finish()
            #expect(summary.count("frames") == 0)
            #expect(summary.count("tooLarge") == 2)
            #expect(summary.line.hasSuffix("; 2 over 64 KiB left out"))
        }
    }

    @Test func `a trace without a session makes no corpus`() async throws {
        try await TracedRun.withFolder { folder in
            let told = ToldExport(try CorpusExport(path: folder))
            await #expect(throws: ExportProblem.self) { try await told.finish() }
        }
    }

    @Test func `a folder that is a file is refused at once`() async throws {
        try await TracedRun.withFolder { folder in
            try Data().write(to: URL(filePath: "\(folder)/file"))
            #expect(throws: ExportProblem.self) { try CorpusExport(path: "\(folder)/file") }
        }
    }
}
