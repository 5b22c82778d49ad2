internal import WebSocketWire

/// Decodes an input in pieces: lenient, strict, and by headers alone, in step.
///
/// - A piece lies within the bytes handed in, and begins where the one before it ended.
/// - Payloads are unmasked as RFC 6455 §5.3 says; no other byte changes.
/// - The lenient decoder takes every byte; the strict one says the same until the first offence, throws there,
///   and for ever after.
/// - The scanner finds the same frames.
public func fuzzFrames(_ input: Span<UInt8>) {
    let choices = Choices(input)
    let parameters = FrameChoices(choices)
    let stream = input.extracting(droppingFirst: Choices.count)
    var decoders = DecodersInStep(parameters)
    // Two copies of the whole, not of each piece: the allocations were most of what an execution cost.
    var forLenient = [UInt8](copying: stream)
    var forStrict = forLenient
    var lenientBytes = forLenient.mutableSpan
    var strictBytes = forStrict.mutableSpan
    for range in Pieces(of: stream.count, choices.sizes.atLeast(stream.count / mostPieces)) {
        decoders.take(
            stream.extracting(range), lenientBytes._mutatingExtracting(range),
            strictBytes._mutatingExtracting(range))
    }
    precondition(decoders.offset == UInt64(stream.count), "the lenient decoder left bytes behind")
}

/// A long input is not cut small here: `differential-splits` does that, and more executions find more.
private let mostPieces = 8

private struct DecodersInStep {
    private var lenient: FrameDecoder
    private var strict: FrameDecoder
    private var scanner = FrameScanner()
    private var watch = PieceWatch()
    private var violation: FrameViolation?
    /// How often the strict decoder was asked behind its violation.
    private var repetitions = 0

    init(_ parameters: FrameChoices) {
        lenient = parameters.decoder(.lenient)
        strict = parameters.decoder(.strict)
    }

    var offset: UInt64 { lenient.offset }

    mutating func take(
        _ original: Span<UInt8>, _ forLenient: consuming MutableSpan<UInt8>,
        _ forStrict: consuming MutableSpan<UInt8>
    ) {
        var lenientBytes = forLenient
        var strictBytes = forStrict
        var (position, strictPosition, scanned) = (0, 0, 0)
        while true {
            let before = position
            let piece = takeLenient(&lenientBytes, at: &position)
            precondition(scanner.next(in: original, at: &scanned) == piece, "the scanner sees other frames")
            precondition(scanned == position, "the scanner stands elsewhere")
            if repetitions < 3 { takeStrict(&strictBytes, at: &strictPosition, expecting: piece) }
            precondition(
                violation != nil || strictPosition == position, "the strict decoder stands elsewhere")
            guard let piece else { break }
            watch.take(piece, of: original, before: before, after: position)
            watch.checkMask(of: piece, from: original, to: lenientBytes.span)
        }
        precondition(position == original.count, "the lenient decoder gave up before the end")
    }

    private mutating func takeLenient(
        _ bytes: inout MutableSpan<UInt8>, at position: inout Int
    ) -> FramePiece? {
        do throws(FrameViolation) {
            return try lenient.next(in: &bytes, at: &position)
        } catch {
            preconditionFailure("the lenient decoder threw \(error)")
        }
    }

    private mutating func takeStrict(
        _ bytes: inout MutableSpan<UInt8>, at position: inout Int, expecting piece: FramePiece?
    ) {
        do throws(FrameViolation) {
            let found = try strict.next(in: &bytes, at: &position)
            precondition(violation == nil, "the strict decoder goes on after a violation")
            precondition(found == piece, "strict and lenient differ")
            precondition(strict.offences.isEmpty, "the strict decoder keeps offences instead of throwing")
            precondition(piece == nil || lenient.offences.isEmpty, "the strict decoder let an offence pass")
        } catch {
            if let violation {
                precondition(violation == error, "the strict decoder changed its mind")
                repetitions += 1
            } else {
                checkFirst(error, at: piece)
            }
            violation = error
        }
    }

    private func checkFirst(_ error: FrameViolation, at piece: FramePiece?) {
        precondition(piece?.startsFrame == true, "the strict decoder threw inside a frame")
        precondition(error.header == piece?.header, "the violation names another header")
        precondition(error.frameOffset == piece?.frameOffset, "the violation names another frame")
        precondition(
            lenient.offences.contains(FrameOffences(error.offence)),
            "the lenient decoder did not see the offence")
        let headerEnd = error.frameOffset &+ UInt64(error.header.encodedLength)
        precondition(
            error.byteOffset >= error.frameOffset && error.byteOffset < headerEnd,
            "the violation's byte is not in the header")
        precondition(error.closeCode.mayStandOnTheWire, "the close code may not be sent")
        precondition(!error.description.isEmpty, "a violation without words")
    }
}
