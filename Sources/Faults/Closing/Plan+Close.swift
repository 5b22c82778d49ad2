internal import WebSocketWire

extension Plan {
    /// Whether what the rule is about is a Close.
    var isAboutClose: Bool { subject.contains { $0.header.opcode == .close } }

    /// The Close that the rule is about; a new one with 1000 where it is about something else.
    func closeOrNew(_ random: inout RandomStream) -> DraftFrame {
        subject.first { $0.header.opcode == .close } ?? newClose(CodeValue(1000), "", &random)
    }

    /// A Close of the direction's sender. Any code, and a reason of any length.
    func newClose(_ code: CodeValue, _ reason: String, _ random: inout RandomStream) -> DraftFrame {
        frame(.close, CloseWords(code: code.code, reason: Array(reason.utf8)).bytes, &random)
    }

    /// Puts items in the place of the Close that the rule is about; before what it is about where that is something
    /// else, so that a rule about the third text closes there.
    mutating func settleClose(as new: [Item]) {
        if isAboutClose { replaceSubject(with: new) } else { insertBefore(new) }
    }
}

/// What a Close says, legal or not; nothing is thrown away, however broken it came.
struct CloseWords: Hashable {
    /// Nil where the payload has not two bytes.
    var code: UInt16?
    /// What stands behind the code, or the only byte.
    var reason: [UInt8]

    init(code: UInt16?, reason: [UInt8]) {
        self.code = code
        self.reason = reason
    }

    init(of frame: DraftFrame) {
        if frame.payload.count < 2 {
            self.init(code: nil, reason: frame.payload)
        } else {
            let code = UInt16(frame.payload[0]) << 8 | UInt16(frame.payload[1])
            self.init(code: code, reason: Array(frame.payload.dropFirst(2)))
        }
    }

    /// With another code or reason, and 1000 where there is none: a reason cannot stand without a code.
    init(of frame: DraftFrame, code newCode: CodeValue?, reason newReason: String?) {
        self.init(of: frame)
        if code == nil { reason = [] }
        code = newCode?.code ?? code ?? 1000
        reason = newReason.map { Array($0.utf8) } ?? reason
    }

    var bytes: [UInt8] { ClosePayload.bytes(code: code, reasonBytes: reason) }
}

extension DraftFrame {
    /// The same frame with this payload.
    func saying(_ payload: [UInt8]) -> DraftFrame {
        var copy = self
        copy.setPayload(payload)
        return copy
    }
}
