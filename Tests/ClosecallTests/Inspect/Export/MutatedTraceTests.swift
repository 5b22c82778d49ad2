import Closecall
import Faults
import Foundation
import TestPeers
import Testing
import WebSocketWire

/// That what the fault `mutate` makes of live traffic becomes seeds for the fuzz targets.
@Suite struct MutatedTraceTests {
    private let scenario = """
        name: mad
        about: Mutates every text.
        rules:
          - when: { kind: text, direction: toServer }
            do:
              - mutate: { strength: 2 }
        """

    @Test func `each frame that left is a seed`() async throws {
        let hello: [UInt8] = [0x81, 0x85, 1, 2, 3, 4, 0x69, 0x67, 0x6F, 0x68, 0x6E]
        let texts = [[UInt8]](repeating: hello, count: 8)
        try await TracedRun.withFolder { folder in
            var left: [UInt8] = []
            try await TraceStage.play(scenario: scenario) {
                (client: RawPeer, server: RawPeer) async throws in
                for text in texts { client.send(text) }
                client.close()
                left = try await server.readToEnd()
            } read: { path in
                let export = try CorpusExport(path: folder)
                try TracedRun.read(path, to: export)
                _ = try export.finish()
            }
            let frames = FrameSequence(left.span).frames
            #expect(left != texts.flatMap { $0 } && frames.count > 4, "\(frames)")
            for var frame in frames {
                // Keys are random, so seeds that differ in nothing else are written once.
                let isZero = frame.header.maskingKey == .zero
                if frame.header.isMasked, !isZero {
                    frame.header.setMaskingKey(MaskingKey(0x37, 0xFA, 0x21, 0x3D))
                }
                let seed = Data([0, 0, 0, 0] + frame.bytes)
                #expect(try seeds(in: "\(folder)/frames").contains(seed), "\(frame.header)")
            }
        }
    }

    private func seeds(in folder: String) throws -> [Data] {
        try FileManager.default.contentsOfDirectory(atPath: folder).map {
            try Data(contentsOf: URL(filePath: "\(folder)/\($0)"))
        }
    }
}
