internal import Observer
internal import WebSocketWire

extension LegEnd {
    /// As journals write it.
    var identifier: String {
        switch self {
        case .finished: "fin"
        case .truncated: "truncated"
        case .reset: "rst"
        case .failed: "failed"
        }
    }

    /// What there is to say besides.
    var detail: String? { if case .failed(let reason) = self { reason } else { nil } }

    static let identifiers = ["fin", "truncated", "rst", "failed"]
}

extension Flaw.Kind {
    /// As journals write it.
    var identifier: String {
        switch self {
        case .header(let offence): "\(offence)"
        case .length: "length"
        case .notUTF8: "notUTF8"
        case .deflate: "deflate"
        }
    }

    static let identifiers = FrameOffence.allCases.map { "\($0)" } + ["length", "notUTF8", "deflate"]
}

extension StreamLog.Place {
    /// As journals write it; as causes have it.
    var identifier: String {
        switch self {
        case .betweenMessages: "between-messages"
        case .betweenFragments: "between-fragments"
        case .inHeader: "in-header"
        case .inPayload: "in-payload"
        }
    }

    static let identifiers = ["between-messages", "between-fragments", "in-header", "in-payload"]

    /// Bytes of the header that came.
    var read: Int? { if case .inHeader(let read) = self { read } else { nil } }

    /// Bytes of the payload that did not.
    var missing: UInt64? { if case .inPayload(_, let missing) = self { missing } else { nil } }
}
