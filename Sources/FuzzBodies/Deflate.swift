internal import WebSocketWire

/// Inflates an input, or (switch 1) deflates it and inflates that.
///
/// 2: no context takeover. 4: the input is two messages. 8: a wide limit. 16, 32, 64: window bits less 8.
public func fuzzDeflate(_ input: Span<UInt8>) {
    let choices = Choices(input)
    let rest = input.extracting(droppingFirst: Choices.count)
    guard let bits = WindowBits(rawValue: 8 + choices.number(0x70)) else {
        preconditionFailure("three bits and 8 are 8...15")
    }
    let direction = DeflateParameters.Direction(windowBits: bits, contextTakeover: !choices.has(2))
    let middle = choices.has(4) ? rest.count / 2 : rest.count
    let messages = [
        [UInt8](copying: rest.extracting(..<middle)), [UInt8](copying: rest.extracting(middle...)),
    ]
    if choices.has(1) {
        checkIdentity(messages, direction, choices)
    } else {
        checkInflating(messages, direction, choices)
    }
}

/// What came of a connection's messages until one was bad.
private struct Inflated: Equatable {
    var messages: [[UInt8]] = []
    var violation: InflateViolation?
}

private func inflate(
    _ messages: [[UInt8]], _ direction: DeflateParameters.Direction, limit: Int, in sizes: Pieces.Sizes
) -> Inflated {
    var inflater = Inflater(direction)
    var result = Inflated()
    for message in messages {
        var output: [UInt8] = []
        do throws(InflateViolation) {
            for range in Pieces(of: message.count, sizes) {
                try inflater.inflate(message.span.extracting(range), into: &output, limit: limit)
            }
            try inflater.finishMessage(into: &output, limit: limit)
            // Nothing of it is wanted for the next message, or all that is wanted stays.
            inflater.releaseMemory()
        } catch {
            precondition(!error.description.isEmpty, "a violation without words")
            precondition(
                CloseCode(rawValue: error.closeCode).mayStandOnTheWire, "a code that may not be sent")
            result.violation = error
        }
        precondition(output.count <= limit, "inflated to \(output.count) bytes, over the limit of \(limit)")
        result.messages.append(output)
        if result.violation != nil { break }
    }
    return result
}

/// Anything inflates to the same in all pieces, within its limit, or is the same violation.
///
/// A window smaller than the largest is what zlib remembers, not what it enforces: a reference beyond it is
/// followed as long as the piece at hand still holds the bytes. So there only what has no violation must agree.
private func checkInflating(
    _ messages: [[UInt8]], _ direction: DeflateParameters.Direction, _ choices: Choices
) {
    let limit = choices.has(8) ? 1 << 16 : 100
    let whole = inflate(messages, direction, limit: limit, in: Pieces.whole)
    precondition(whole.violation != .outOfMemory, "an input had zlib ask for more memory than there is")
    for sizes in [choices.sizes, Pieces.single] {
        let pieces = inflate(messages, direction, limit: limit, in: sizes)
        if direction.windowBits < .max && (pieces.violation ?? whole.violation) != nil { continue }
        precondition(pieces == whole, "in pieces it inflates to \(pieces), whole to \(whole)")
    }
}

/// What is deflated inflates to itself; a limit that just fits lets it through, and one less does not.
private func checkIdentity(
    _ messages: [[UInt8]], _ direction: DeflateParameters.Direction, _ choices: Choices
) {
    // The smallest memory: zlib clears all it has for each input, and the level is the first size's to choose.
    var deflater = Deflater(direction, level: choices.sizes[0] % 10, memoryLevel: 1)
    var wire: [[UInt8]] = []
    for message in messages {
        wire.append(deflate(message, in: choices.sizes, by: &deflater))
        deflater.releaseMemory()
    }
    let limit = messages.map(\.count).max() ?? 0
    let back = inflate(wire, direction, limit: limit, in: choices.sizes)
    precondition(back == Inflated(messages: messages), "what was deflated inflates to \(back)")
    if limit > 0 {
        let refused = inflate(wire, direction, limit: limit - 1, in: choices.sizes)
        precondition(refused.violation == .tooBig(limit: limit - 1), "a limit let more through")
    }
}

private func deflate(_ message: [UInt8], in sizes: Pieces.Sizes, by deflater: inout Deflater) -> [UInt8] {
    var output: [UInt8] = []
    do throws(DeflateFailure) {
        for range in Pieces(of: message.count, sizes) {
            try deflater.deflateFragment(
                message.span.extracting(range), isFinal: range.upperBound == message.count, into: &output)
        }
    } catch {
        preconditionFailure("\(error)")
    }
    return output
}
