import Closecall
import Foundation
import Observer

/// Plays the demo in a test.
enum DemoStand {
    /// Plays these, one after the other, in a demo that is gone afterwards.
    static func play(_ names: String..., record: DemoRecord? = nil) async throws -> [DemoPlay] {
        try await play(names.compactMap(DemoEnding.named), record: record)
    }

    static func play(_ endings: [DemoEnding], record: DemoRecord? = nil) async throws -> [DemoPlay] {
        let demo = try Demo(record: record)
        do {
            var plays: [DemoPlay] = []
            for ending in endings { plays += [try await demo.play(ending)].compactMap(\.self) }
            try await demo.stop()
            return plays
        } catch {
            try? await demo.stop()
            throw error
        }
    }

    static func withFolder(_ body: (String) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "closecall-demo-test-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }
}

extension SessionPicture {
    /// A line for each, without times: `client > proxy > server  text "hello"`.
    var plain: [String] { lines.map { $0.content.plain } }

    /// Those lines alone that have something go there.
    func plain(_ direction: Direction) -> [String] {
        lines.filter { line in
            if case .traffic(let client, let server) = line.content {
                [client, server].contains { $0?.direction == direction }
            } else {
                false
            }
        }.map { $0.content.plain }
    }
}

extension SessionPicture.Content {
    fileprivate var plain: String {
        switch self {
        case .traffic(let one?, let other?) where one == other:
            "client \(one.sign) proxy \(one.sign) server  \(one.words)"
        case .traffic(let client, let server):
            [
                client.map { "client \($0.sign) proxy  \($0.words)" },
                server.map { "proxy \($0.sign) server  \($0.words)" },
            ]
            .compactMap(\.self).joined(separator: "; ")
        case .fault(let name): "fault \(name)"
        case .silence: "silence"
        }
    }
}

extension PictureArrow {
    fileprivate var sign: String { direction == .toServer ? ">" : "<" }
    fileprivate var words: String { kind == .fragment ? "\(label) (cut)" : label }
}
