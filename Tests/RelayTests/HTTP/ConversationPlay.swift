import Observer
import WebSocketWire

@testable import Relay

/// Bytes that a leg sends at one go.
struct Sent: Equatable, CustomStringConvertible {
    let leg: Leg
    let bytes: [UInt8]

    static func client(_ text: String) -> Sent { Sent(leg: .client, bytes: Array(text.utf8)) }
    static func server(_ text: String) -> Sent { Sent(leg: .server, bytes: Array(text.utf8)) }

    var description: String { "\(leg): \(String(decoding: bytes, as: UTF8.self).debugDescription)" }
}

/// What a run of bytes was taken for.
enum Meaning: Equatable {
    case request(RequestHead)
    case response(ResponseHead)
    case partOfHead, body, undecided, frames, opaque
}

/// A run of bytes with one meaning.
struct Run: Equatable {
    let meaning: Meaning
    var count: Int

    init(_ meaning: Meaning, _ count: Int) {
        self.meaning = meaning
        self.count = count
    }
}

/// Plays bytes to a conversation as its owner does, and notes what they were taken for, however they were cut.
struct ConversationPlay {
    private(set) var conversation: HTTPConversation
    private(set) var runs: [Leg: [Run]] = [.client: [], .server: []]
    /// What the undecided bytes were taken for in the end, at each decision.
    private(set) var decided: [[Run]] = []
    private(set) var complaint: String?
    private var kept: [UInt8] = []

    init(_ conversation: HTTPConversation = HTTPConversation()) {
        self.conversation = conversation
    }

    init(_ script: [Sent], _ conversation: HTTPConversation = HTTPConversation()) {
        self.init(conversation)
        for sent in script { feed(sent) }
    }

    mutating func feed(_ sent: Sent) {
        var runs = self.runs[sent.leg] ?? []
        var position = 0
        while true {
            let (start, before) = (position, conversation.state)
            guard let piece = conversation.next(in: sent.bytes.span, at: &position, from: sent.leg) else {
                break
            }
            if piece.range != start..<position || piece.range.isEmpty {
                complaint = "\(piece) where position went from \(start) to \(position)"
            }
            note(piece, in: &runs)
            if case .undecided = piece { kept += sent.bytes[piece.range] }
            if before == .undecided, conversation.state != .undecided { decide() }
        }
        if position != sent.bytes.count {
            complaint = "only \(position) of \(sent.bytes.count) bytes were taken"
        }
        self.runs[sent.leg] = runs
    }

    mutating func giveUp() {
        conversation.giveUp()
    }

    private mutating func decide() {
        let copy = kept
        kept = []
        var position = 0
        var runs: [Run] = []
        while let piece = conversation.next(in: copy.span, at: &position, from: .client) {
            note(piece, in: &runs)
            if case .undecided = piece { kept += copy[piece.range] }
        }
        if !runs.isEmpty { decided.append(runs) }
    }

    private func note(_ piece: HTTPPiece, in runs: inout [Run]) {
        let meaning: Meaning =
            switch piece {
            case .partOfHead: .partOfHead
            case .requestHead(let head, _): .request(head)
            case .responseHead(let head, _): .response(head)
            case .body: .body
            case .undecided: .undecided
            case .frames: .frames
            case .opaque: .opaque
            }
        var count = piece.range.count
        // The beginning of a head is the head's, or that of what was no head after all.
        if let last = runs.last, last.meaning == .partOfHead {
            runs.removeLast()
            count += last.count
        }
        if let last = runs.last, last.meaning == meaning, piece.mayGoOn {
            runs[runs.count - 1].count += count
        } else {
            runs.append(Run(meaning, count))
        }
    }
}

extension HTTPPiece {
    /// Two heads side by side are two; two parts of a body are one.
    fileprivate var mayGoOn: Bool {
        switch self {
        case .requestHead, .responseHead: false
        case .partOfHead, .body, .undecided, .frames, .opaque: true
        }
    }
}
