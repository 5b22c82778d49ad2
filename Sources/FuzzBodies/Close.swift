internal import WebSocketWire

/// Reads the payload of a Close, or (switch 1) drives a closing handshake with events that the bytes choose;
/// switch 2 makes that endpoint a server.
public func fuzzClose(_ input: Span<UInt8>) {
    let choices = Choices(input)
    let rest = input.extracting(droppingFirst: Choices.count)
    if choices.has(1) {
        driveClosingHandshake(as: choices.has(2) ? .server : .client, rest)
    } else {
        checkClosePayload(rest)
    }
}

/// A legal payload is written as it was read, and can be made from its parts; of another the violation says
/// what is wrong, and never of a legal one.
private func checkClosePayload(_ bytes: Span<UInt8>) {
    do throws(ClosePayloadViolation) {
        let payload = try ClosePayload(parsing: bytes)
        precondition(payload.bytes == [UInt8](copying: bytes), "a payload is written otherwise than read")
        let made = try? ClosePayload(code: payload.code, reason: payload.reason)
        precondition(made == payload, "what may be received may not be sent")
        precondition(payload.code?.mayStandOnTheWire != false, "a forbidden code was accepted")
        precondition(made.map { [$0] }.map(Set.init)?.contains(payload) == true, "equal, but not in a set")
    } catch {
        precondition(!error.description.isEmpty, "a violation without words")
        precondition(isRight(error, about: bytes), "the violation \(error) is not what is wrong")
    }
    checkMaking(bytes)
}

/// From the same bytes, taken as a code and a reason, whoever sends a Close makes a legal payload or is told why not.
private func checkMaking(_ bytes: Span<UInt8>) {
    guard bytes.count >= 2 else { return }
    let code = CloseCode(rawValue: UInt16(bytes[0]) << 8 | UInt16(bytes[1]))
    let reason = String(decoding: [UInt8](copying: bytes.extracting(2...)), as: UTF8.self)
    precondition(!code.description.isEmpty && !code.meaning.isEmpty, "a code without words")
    precondition(!code.mayBeSentByScript || code.mayStandOnTheWire, "a script may send what nobody may")
    do throws(ClosePayloadMisuse) {
        let payload = try ClosePayload(code: code, reason: reason)
        precondition((try? ClosePayload(parsing: payload.bytes.span)) == payload, "made otherwise than read")
        precondition(!payload.description.isEmpty, "a payload without words")
    } catch {
        precondition(!error.description.isEmpty, "a misuse without words")
        let isRight =
            switch error {
            case .forbiddenCode(let forbidden): forbidden == code && !code.mayStandOnTheWire
            case .reasonTooLong(let count): count == reason.utf8.count && count > 123
            case .reasonWithoutCode: false
            }
        precondition(isRight, "the misuse \(error) is not what is wrong")
    }
    guard code.mayStandOnTheWire else { return }
    let failing = ClosePayload.failing(code, reason: reason)
    precondition((try? ClosePayload(parsing: failing.bytes.span)) == failing, "a cut reason is no reason")
    precondition(reason.utf8.starts(with: failing.reason.utf8), "a cut reason says something else")
}

private func isRight(_ violation: ClosePayloadViolation, about bytes: Span<UInt8>) -> Bool {
    switch violation {
    case .oneByte: return bytes.count == 1 && violation.closeCode == .protocolError
    case .tooLong(let count):
        return count == bytes.count && count > 125 && violation.closeCode == .protocolError
    case .forbiddenCode(let code):
        return bytes[0] == code.rawValue >> 8 && bytes[1] == code.rawValue & 0xFF && !code.mayStandOnTheWire
            && violation.closeCode == .protocolError
    case .reasonNotUTF8(let offset):
        return offset >= 2 && offset <= bytes.count && violation.closeCode == .invalidPayload
    }
}

/// Each byte is an event. After the last the transport fails, so that there must be an end.
private func driveClosingHandshake(as role: EndpointRole, _ events: Span<UInt8>) {
    var handshake = ClosingHandshake(role: role)
    var watch = ClosingWatch()
    func take(_ input: ClosingHandshake.Input) {
        let actions = handshake.handle(input)
        watch.take(input, answeredBy: actions)
        precondition(handshake.maySend != watch.hasSentOrEnded, "wrong about what may still be sent")
        precondition(
            !handshake.mayReceive || watch.ending == nil, "messages could come after the end")
        if let ending = watch.ending {
            precondition(handshake.state == .closed(ending), "the event is not that of the closed state")
            precondition(ending == handshake.record.verdict, "the event is not the record's verdict")
            precondition(!ending.wasClean || handshake.record.isComplete, "clean without two Closes")
        }
    }
    for index in events.indices { take(closingInput(events[index])) }
    take(.transportFailed)
    precondition(watch.ending != nil, "the transport is gone and no close event came")
}

/// Low three bits: what happens. The rest: with which payload.
private func closingInput(_ byte: UInt8) -> ClosingHandshake.Input {
    let payload: ClosePayload =
        switch byte >> 3 & 3 {
        case 0: .empty
        case 1: .failing(.normal)
        case 2: .failing(.goingAway, reason: "away")
        default: .failing(.protocolError, reason: "bad")
        }
    switch byte & 7 {
    case 0: return .localClose(payload)
    case 1, 2: return .peerClose(payload)
    case 3: return .peerOffence(payload == .empty ? .failing(.protocolError) : payload)
    case 4: return .transportFinished
    case 5: return .transportFailed
    case 6: return .timeout(.peerClose)
    default: return .timeout(.transportEnd)
    }
}
