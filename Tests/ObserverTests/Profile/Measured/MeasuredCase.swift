internal import Foundation
internal import Observer

/// A way of ending, and what each client reported of it, from `Tests/ObserverTests/Closings`.
struct MeasuredCase: Decodable, Sendable {
    let name: String
    /// What was done, in words, and then step by step.
    let wire: String
    let isRacy: Bool
    /// The arguments of `close()` that the client calls when it opens; nil if it does not.
    let closing: [CloseArgument]?
    let clients: [String: Report]

    /// What a client reported, and what it did.
    struct Report: Decodable, Sendable {
        let opened: Bool
        let error: Bool?
        let code: UInt16?
        let reason: String?
        let wasClean: Bool?
        /// When the close event came; since the socket was made.
        let ms: Int?
        let sentClose: SentClose?
        let tcpEnd: String?
    }

    /// A Close frame.
    struct SentClose: Decodable, Sendable {
        let code: UInt16?
        let reason: String?
    }

    enum CloseArgument: Decodable, Sendable {
        case code(UInt16)
        case reason(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let code = try? container.decode(UInt16.self) {
                self = .code(code)
            } else {
                self = .reason(try container.decode(String.self))
            }
        }
    }

    private enum Key: String, CodingKey { case name = "case", wire, racy, clientAction, clients }
    private struct Action: Decodable {
        let onOpenClose: [CloseArgument]?
        enum CodingKeys: String, CodingKey { case onOpenClose = "on_open_close" }
    }
    private struct File: Decodable { let cases: [MeasuredCase] }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        name = try values.decode(String.self, forKey: .name)
        wire = try values.decode(String.self, forKey: .wire)
        isRacy = try values.decodeIfPresent(Bool.self, forKey: .racy) ?? false
        closing = try values.decodeIfPresent(Action.self, forKey: .clientAction)?.onOpenClose
        clients = try values.decode([String: Report?].self, forKey: .clients).compactMapValues { $0 }
    }

    /// All that were measured.
    static let all: [MeasuredCase] = ["closings", "further"].flatMap { name in
        let file = folder.appending(path: "\(name).json")
        do {
            return try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).cases
        } catch {
            preconditionFailure("\(file.path()): \(error)")
        }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Closings")

    /// What this kind of client reported.
    func report(of profile: EndpointProfile.Name) -> Report? {
        clients[profile == .pythonWebSockets ? "websockets" : profile.rawValue]
    }
}
