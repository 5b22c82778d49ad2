internal import WebSocketWire

/// Validates an input as text whole, in pieces and byte by byte, and asks the standard library's decoder too:
/// the same verdict, at the same byte.
public func fuzzUTF8(_ input: Span<UInt8>) {
    let choices = Choices(input)
    let text = input.extracting(droppingFirst: Choices.count)
    checkUTF8(text, choices.sizes, verdict: validatorsVerdict)
}

/// Where a text stops being UTF-8: the offset of the first byte that no continuation could repair, or the
/// text's length if it ends inside a character. Nil if it is UTF-8.
package typealias UTF8Verdict = (_ text: Span<UInt8>, _ pieces: [3 of Int]) -> Int?

/// The body; a test hands in a verdict that is wrong on purpose.
package func checkUTF8(_ text: Span<UInt8>, _ sizes: [3 of Int], verdict: UTF8Verdict) {
    let expected = standardVerdict(text)
    precondition(verdict(text, Pieces.whole) == expected, "whole: not what the standard library says")
    precondition(verdict(text, sizes) == expected, "in pieces: not what the standard library says")
    precondition(verdict(text, Pieces.single) == expected, "byte by byte: not what the standard library says")
}

package func validatorsVerdict(_ text: Span<UInt8>, _ sizes: [3 of Int]) -> Int? {
    var validator = UTF8Validator()
    var taken = 0
    do throws(UTF8Violation) {
        for range in Pieces(of: text.count, sizes) {
            try validator.validate(text.extracting(range))
            taken = range.upperBound
        }
    } catch {
        precondition(error.offset >= taken, "a violation was found too late")
        precondition(error.closeCode == .invalidPayload, "a violation with another code")
        precondition(!error.description.isEmpty, "a violation without words")
        precondition(error.kind == .impossible(text[error.offset]), "a violation names another byte")
        return error.offset
    }
    do throws(UTF8Violation) {
        try validator.finish()
        return nil
    } catch {
        precondition(error.kind == .incomplete, "a violation was kept to the end")
        precondition(!error.description.isEmpty, "a violation without words")
        return error.offset
    }
}

/// By the decoder that makes strings, which shares no code with the validator that ours is built on. An error
/// covers the bytes that could have become a character; the byte behind them is to blame.
private func standardVerdict(_ text: Span<UInt8>) -> Int? {
    var parser = Unicode.UTF8.ForwardParser()
    var bytes = [UInt8](copying: text).makeIterator()
    var offset = 0
    while true {
        switch parser.parseScalar(from: &bytes) {
        case .valid(let scalar): offset += scalar.count
        case .emptyInput: return nil
        case .error(let length):
            let couldBegin = (0xC2...0xF4).contains(text[offset])
            return couldBegin ? offset + length : offset
        }
    }
}
