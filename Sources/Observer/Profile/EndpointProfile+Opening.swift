extension EndpointProfile {
    /// What became of the handshake.
    enum Opening {
        /// There is nothing to report of.
        case unasked
        /// It goes on.
        case awaited
        /// It was opened.
        case opened(Mark)
        /// It failed.
        case failed(isError: Bool)
        /// It failed, and nobody is told.
        case silent
        /// It goes on in another connection.
        case elsewhere
    }

    /// What became of the handshake.
    func opening(of life: Experience) -> Opening {
        guard let asking = life.asking else { return .unasked }
        guard life.leg == .client else {
            guard let complete = life.answer.complete, life.answer.status == 101 else { return .unasked }
            return .opened(complete)
        }
        let end = life.end(countingOwn: true)
        let next = life.answer.complete ?? end?.mark
        if isOver(traits.answerLimit, since: asking.mark, next: next, in: life) {
            return .failed(isError: true)
        }
        if let refusal = refusal(of: life.answer) { return refusal }
        if let complete = life.answer.complete { return .opened(complete) }
        guard let end else { return .awaited }
        return unanswered(life, end)
    }

    /// What it does at the flaws of an answer; nil if it takes it, or there is no saying yet.
    private func refusal(of answer: Answer) -> Opening? {
        if isTooLong(answer) { return .failed(isError: true) }
        let refusals = answer.flaws.compactMap(\.family).compactMap { traits.refusals[$0] }
        // What is reported of any flaw is reported; the others hide behind it.
        if refusals.contains(.fails) { return .failed(isError: true) }
        if refusals.contains(.goesElsewhere) { return .elsewhere }
        return refusals.contains(.isSilent) ? .silent : nil
    }

    private func isTooLong(_ answer: Answer) -> Bool {
        guard case .limit(let most) = traits.longestHead else { return false }
        return answer.bytes > most
    }

    private func unanswered(_ life: Experience, _ end: Experience.End) -> Opening {
        if end == life.told {
            let isMissed = traits.reportsLackOfLastLineEnd || !life.answer.lacksLastLineEnd
            return .failed(isError: isMissed || !end.how.isFinish)
        }
        // Who ends a connection with half an answer objects to it. With none it has lost its patience, or is gone.
        return life.answer.began != nil || traits.bareEnd == .abnormal ? .failed(isError: true) : .awaited
    }
}

extension Experience {
    /// How the connection ended for it; its own end counts where that is told.
    func end(countingOwn: Bool) -> End? {
        let own = countingOwn ? ended : nil
        guard let told, let own else { return told ?? own ?? lost }
        return min(told, own) { $0.mark < $1.mark }
    }

    /// The end of a connection that neither side ended: the endpoint finds out at some time.
    private var lost: End? {
        guard ended == nil, let gone else { return nil }
        return End(.reset, mark: gone)
    }

    private func min(_ one: End, _ other: End, by isBefore: (End, End) -> Bool) -> End {
        isBefore(other, one) ? other : one
    }
}
