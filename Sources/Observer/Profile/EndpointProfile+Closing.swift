internal import WebSocketWire

extension EndpointProfile {
    /// What decides how an open connection ends.
    private enum Decision {
        /// It failed the connection.
        case failure(isError: Bool)
        /// It got a Close that it takes.
        case close(CloseFrame)
        /// It was told the end.
        case told(Experience.End)
        /// It ended the connection itself.
        case ended
    }

    /// What is reported of a connection that was opened: what came first decides.
    func closing(of life: Experience, openedAt opened: Mark) -> Verdict {
        let first = decisions(life).min { $0.key < $1.key }
        if let own = ownClose(life),
            isOver(traits.closeLimit, since: own.mark, next: first?.key.mark, in: life)
        {
            return abnormal(isError: traits.reportsCloseLimitAsError)
        }
        var verdict =
            switch first?.decision {
            case .failure(let isError): late(life) ?? failure(isError: isError, life)
            case .close(let close): closed(by: close, life)
            case .told(let end): abnormal(isError: reports(end.how))
            case .ended: ended(life)
            case nil: verdict(.pending)
            }
        let over = if case .close = first?.decision { life.told?.mark } else { first?.key.mark }
        // Who sent anything had heard that it was open.
        let isAtOnce = life.outgoing.frames == 0 && verdict.event?.wasClean == false
        if isAtOnce, let over, over.at - opened.at < Self.timeToOpen {
            verdict.opened = traits.opensBeforeAnEndAtOnce
        }
        return verdict
    }

    private static let timeToOpen = Duration.milliseconds(5)

    private func abnormal(isError: Bool) -> Verdict { verdict(.event(.abnormal), isError: isError) }

    /// Its own Close, unless that answers one.
    private func ownClose(_ life: Experience) -> CloseFrame? {
        guard let own = life.outgoing.close else { return nil }
        if let close = life.incoming.close, close.mark < own.mark { return nil }
        return own
    }
}

// MARK: - What comes into question

extension EndpointProfile {
    /// The place of a decision among others. What was read together long after it came has one mark: then frames
    /// come before ends, and the flaw of a Close before that Close.
    private struct Key: Comparable {
        let mark: Mark
        var frame = UInt64.max
        var rank = 0

        static func < (left: Key, right: Key) -> Bool {
            (left.mark.order, left.frame, left.rank) < (right.mark.order, right.frame, right.rank)
        }
    }

    /// A flaw that it does not put up with, where it notices it.
    private struct Failure {
        let key: Key
        let flaw: Flaw
        let isError: Bool

        /// Whether it is seen without asking what the frame is for.
        var isOfTheStream: Bool {
            switch flaw.family {
            case .header(.reservedOpcode), .header(.oversizedControl), .notUTF8, .compressedNotUTF8, .deflate:
                false
            default: true
            }
        }
    }

    private func decisions(_ life: Experience) -> [(key: Key, decision: Decision)] {
        let failures = failures(life)
        var all = failures.map { (key: $0.key, decision: Decision.failure(isError: $0.isError)) }
        if let close = life.incoming.close, refuses(close) {
            all.append((Key(mark: close.mark, frame: close.frame), .failure(isError: true)))
        } else if let close = life.incoming.close, !failures.contains(where: { $0.key.frame == close.frame })
        {
            all.append((Key(mark: close.mark, frame: close.frame, rank: 1), .close(close)))
        }
        if let own = ownClose(life), tellsOfFailure(own) {
            all.append((Key(mark: own.mark), .failure(isError: true)))
        }
        if let told = life.end(countingOwn: false) { all.append((Key(mark: told.mark), .told(told))) }
        if let ended = life.ended { all.append((Key(mark: ended.mark, rank: 1), .ended)) }
        return all
    }

    /// Whether it ends the connection without a Close when it fails it.
    var failsWithBareFIN: Bool { traits.bareEnd == .failure }

    /// The first flaw that it does not put up with, as far as its own part goes: what it does about that is to be seen.
    func objection(in life: Experience) -> Flaw? {
        failures(life).min { $0.key < $1.key }?.flaw
    }

    /// The flaws that it does not put up with, where it notices them.
    private func failures(_ life: Experience) -> [Failure] {
        life.incoming.flaws.compactMap { flaw in
            guard let mark = moment(of: flaw, life), !isIgnored(flaw, at: mark, life) else { return nil }
            let isError = flaw.family != nil || traits.reportsLengthAsError
            return Failure(key: Key(mark: mark, frame: flaw.frame), flaw: flaw, isError: isError)
        }
    }

    private func moment(of flaw: Flaw, _ life: Experience) -> Mark? {
        guard let family = flaw.family else {
            guard case .length(let length) = flaw.kind, case .limit(let most) = traits.longestFrame,
                length > most
            else { return nil }
            return flaw.seen
        }
        switch traits.notices[family] ?? .never {
        case .never: return nil
        case .atTheHeader, .atOnce: return flaw.seen
        case .atTheHeaderOfData: return flaw.header.opcode.isControl ? flaw.whole : flaw.seen
        case .atTheFrame where family == .deflate:
            return life.incoming.hasAll(of: flaw.frame) ? flaw.seen : nil
        case .atTheFrame, .atTheMessage: return flaw.whole
        }
    }

    /// Whether it looks no more, for it has sent its Close.
    private func isIgnored(_ flaw: Flaw, at mark: Mark, _ life: Experience) -> Bool {
        guard let own = life.outgoing.close, own.mark < mark else { return false }
        return switch flaw.family {
        case .notUTF8, .compressedNotUTF8: traits.ignoresWhileClosing != .nothing
        case .header(.continuationWithoutMessage), .header(.dataInsideMessage):
            traits.ignoresWhileClosing == .data
        default: false
        }
    }

    private func refuses(_ close: CloseFrame) -> Bool {
        switch close.violation {
        case nil: false
        case .oneByte: traits.refusesHalfACode
        case .reasonNotUTF8: true
        // Who takes more than 125 bytes takes a Close that does not fit.
        case .tooLong: false
        case .forbiddenCode(let code): refuses(code) || !close.hasReasonInUTF8
        }
    }

    private func refuses(_ code: CloseCode) -> Bool {
        switch traits.refusedCodes {
        case .none: false
        case .reported: code == .noStatus || code == .abnormal || code == .tlsHandshake
        case .unassigned: !code.mayStandOnTheWire
        }
    }

    /// Whether no application could have sent it, so that it tells of a failure.
    private func tellsOfFailure(_ own: CloseFrame) -> Bool {
        guard let code = own.code.map({ CloseCode(rawValue: $0) }) else { return false }
        return switch traits.failingCodes {
        case .ofFailures: [1002, 1007, 1009, 1010, 1011].contains(code.rawValue)
        // Browsers say 1001 when the page is left.
        case .notForScripts: !code.mayBeSentByScript && code != .goingAway
        }
    }
}

// MARK: - What is reported

extension EndpointProfile {
    /// What is reported all the same where a Close was read together with a text that is not UTF-8: texts are looked at
    /// late, or somebody goes on with what has been read.
    private func late(_ life: Experience) -> Verdict? {
        guard traits.closeBehindBadText != .tooLate, let close = life.incoming.close, !refuses(close),
            let flaw = objection(in: life), case .notUTF8 = flaw.kind, let noticed = moment(of: flaw, life),
            noticed < close.mark, noticed.step == close.mark.step
        else { return nil }
        if traits.closeBehindBadText == .first { return closed(by: close, life) }
        return closed(close, life, isClean: false, isError: true)
    }

    private func failure(isError: Bool, _ life: Experience) -> Verdict {
        if traits.reportsFailure == .atTheEnd, life.end(countingOwn: false) == nil {
            return verdict(.pending)
        }
        return abnormal(isError: isError)
    }

    private func closed(by close: CloseFrame, _ life: Experience) -> Verdict {
        let patience = ownClose(life) == nil ? traits.patience : traits.patienceAfterOwn
        let end = life.end(countingOwn: traits.reportsAtItsOwnEnd)
        if let spoilt = spoilt(close, patience, end, life) { return spoilt }
        let isOver = isOver(patience, since: close.mark, end, life)
        if isOver { return closed(close, life, isClean: true, isError: false) }
        guard let end else {
            return verdict(patience == .none ? .event(event(close, isClean: true)) : .pending)
        }
        let isClean = isClean(close, end, life)
        return closed(close, life, isClean: isClean, isError: !isClean && reports(end.how))
    }

    /// What is reported because of frames behind the Close; nil if that changes nothing.
    private func spoilt(
        _ close: CloseFrame, _ patience: Traits.Patience, _ end: Experience.End?, _ life: Experience
    ) -> Verdict? {
        let flaws = failures(life).filter { $0.key.frame > close.frame }
        switch traits.behindClose {
        case .nothing: return nil
        case .failure:
            // It needs a whole header to see that it is a frame.
            guard life.incoming.frames > close.frame, let behind = life.incoming.behindClose else {
                return nil
            }
            let isLate = isOver(patience, since: close.mark, Experience.End(.finished, mark: behind), life)
            if isLate || end.map({ $0.mark < behind }) ?? false { return nil }
            return abnormal(isError: flaws.first { $0.key.frame == close.frame + 1 }?.isError ?? true)
        case .uncleanness:
            // The frames of a read are all looked at before the Close is answered, but for what they are about.
            guard let flaw = flaws.first(where: \.isOfTheStream) else { return nil }
            if let own = life.outgoing.close, own.mark < flaw.key.mark { return nil }
            guard flaw.key.mark.at - close.mark.at < Self.timeToAnswer else { return nil }
            return closed(close, life, isClean: false, isError: true)
        }
    }

    private func isOver(
        _ patience: Traits.Patience, since start: Mark, _ end: Experience.End?, _ life: Experience
    ) -> Bool {
        guard case .until(let wait) = patience else { return false }
        let own = life.ended.map { $0.mark.at + Self.haste } ?? life.now
        return (end?.mark.at ?? max(own, life.now)) - start.at >= wait
    }

    private func isClean(_ close: CloseFrame, _ end: Experience.End, _ life: Experience) -> Bool {
        // Answering is what an endpoint does by itself; who ended instead has not done it (RFC 6455 §7.1.4).
        if name == .rfc6455, life.outgoing.close == nil, life.ended?.mark == end.mark { return false }
        return switch end.how.isFinish ? traits.finishedClosing : traits.resetClosing {
        case .clean: true
        case .unclean: false
        // An answer that did not get here was sent all the same, if there was time.
        case .ifAnswered: life.outgoing.close != nil || end.mark.at - close.mark.at >= Self.timeToAnswer
        }
    }

    private static let timeToAnswer = Duration.milliseconds(10)

    private func closed(_ close: CloseFrame, _ life: Experience, isClean: Bool, isError: Bool) -> Verdict {
        let isNormal = [close, life.outgoing.close ?? close].allSatisfy {
            [nil, 1000, 1001].contains($0.code)
        }
        return verdict(
            .event(event(close, isClean: isClean)),
            isError: isError || traits.reportsCodesAsErrors && !isNormal)
    }

    private func event(_ close: CloseFrame, isClean: Bool) -> CloseEvent {
        var reason = close.payload.dropFirst(2)
        if traits.leavesOutByteOrderMark, reason.starts(with: [0xEF, 0xBB, 0xBF]) {
            reason = reason.dropFirst(3)
        }
        return CloseEvent(
            type: "close", code: close.code ?? CloseCode.noStatus.rawValue,
            reason: String(decoding: reason, as: UTF8.self), wasClean: isClean)
    }

    /// It ended the connection before anything else did, and not because its time was over.
    private func ended(_ life: Experience) -> Verdict {
        if traits.bareEnd == .abnormal { return abnormal(isError: false) }
        // It may have objected to what nobody looked at.
        if life.incoming.unseenFrom != nil { return abnormal(isError: true) }
        let hasFailed = life.outgoing.close == nil && traits.bareEnd == .failure
        return hasFailed ? abnormal(isError: true) : verdict(.pending)
    }

    private func reports(_ how: LegEnd) -> Bool {
        how.isFinish ? traits.reportsFinishAsError : traits.reportsResetAsError
    }
}

extension StreamLog {
    /// Whether that frame is complete.
    fileprivate func hasAll(of frame: UInt64) -> Bool {
        if case .inPayload = place, frames <= frame { return false }
        return true
    }
}

extension LegEnd {
    /// Whether it was a FIN, properly announced or not.
    var isFinish: Bool {
        switch self {
        case .finished, .truncated: true
        case .reset, .failed: false
        }
    }
}

extension CloseFrame {
    fileprivate var hasReasonInUTF8: Bool {
        let text = Array(payload.dropFirst(2))
        var validator = UTF8Validator()
        do throws(UTF8Violation) {
            try validator.validate(text.span)
            try validator.finish()
            return true
        } catch {
            return false
        }
    }
}
