internal import Faults
internal import WebSocketWire

/// Makes an input smaller that shows something, as long as it shows the same.
///
/// First frames are left out, then bytes of payloads, then what is special about a header. Each try costs a connection,
/// and often a server: there are only so many.
final class LiveMinimiser {
    private let sender: EndpointRole
    private let shows: (LiveInput) async -> Bool?
    private var triesLeft: Int
    private let deadline: ContinuousClock.Instant
    /// Bytes that were judged before.
    private var known: [LiveInput: Bool] = [:]

    /// - Parameters:
    ///   - tries: how often `shows` may be asked.
    ///   - time: how long all of it may take.
    ///   - shows: whether an input still shows the same; nil when nothing can be played any more.
    init(
        from sender: EndpointRole, tries: Int, time: Duration, _ shows: @escaping (LiveInput) async -> Bool?
    ) {
        self.sender = sender
        triesLeft = tries
        deadline = .now + time
        self.shows = shows
    }

    /// Whether it ended before everything was tried.
    private(set) var isExhausted = false

    /// The smallest input that was found.
    func minimise(_ input: LiveInput) async -> LiveInput {
        var best = input
        await replace(&best) { $0.head = nil }
        await replace(&best) { $0.ending = .close }
        await replace(&best) { $0.tail = [] }
        await leaveOutFrames(&best)
        for index in best.frames.indices { await shorten(&best, index) }
        for index in best.frames.indices { await simplify(&best, index) }
        await leaveOutFrames(&best)
        return best
    }

    private func leaveOutFrames(_ best: inout LiveInput) async {
        var input = best
        input.frames = await minimised(best.frames) { frames in
            var candidate = best
            candidate.frames = frames
            return await ask(candidate)
        }
        best = input
    }

    /// A payload may be shortened with its length, or a length that lies keeps its lie.
    private func shorten(_ best: inout LiveInput, _ index: Int) async {
        let frame = best.frames[index]
        let isTrue = frame.header.payloadLength == UInt64(frame.payload.count)
        let payload = await minimised(frame.payload) { bytes in
            var candidate = best
            candidate.frames[index].shorten(to: bytes, keepsLength: !isTrue)
            return await ask(candidate)
        }
        best.frames[index].shorten(to: payload, keepsLength: !isTrue)
    }

    private func simplify(_ best: inout LiveInput, _ index: Int) async {
        await replace(&best) { $0.frames[index].header.reservedBits = 0 }
        await replace(&best) { $0.frames[index].header.isFinal = true }
        await replace(&best) { $0.frames[index].falseKey = nil }
        await replace(&best) { $0.frames[index].setPayload($0.frames[index].payload) }
        await replace(&best) { [sender] in
            $0.frames[index].header.setMaskingKey(sender == .client ? .zero : nil)
        }
        if best.frames[index].header.isMasked {
            await replace(&best) { $0.frames[index].header.setMaskingKey(.zero) }
        }
        // What is readable tells more than what is not.
        await replace(&best) { input in
            let count = input.frames[index].payload.count
            input.frames[index].payload = [UInt8](repeating: 0x61, count: count)
        }
    }

    private func replace(_ best: inout LiveInput, _ change: (inout LiveInput) -> Void) async {
        var candidate = best
        change(&candidate)
        if candidate != best, await ask(candidate) == true { best = candidate }
    }

    /// Nil when there may be no more tries.
    private func ask(_ candidate: LiveInput) async -> Bool? {
        if let verdict = known[candidate] { return verdict }
        guard triesLeft > 0, ContinuousClock.now < deadline else {
            isExhausted = true
            return nil
        }
        triesLeft -= 1
        guard let verdict = await shows(candidate) else {
            isExhausted = true
            triesLeft = 0
            return nil
        }
        known[candidate] = verdict
        return verdict
    }
}

extension DraftFrame {
    fileprivate mutating func shorten(to bytes: [UInt8], keepsLength: Bool) {
        guard bytes.count < payload.count else { return }
        if keepsLength { payload = bytes } else { setPayload(bytes) }
    }
}
