internal import WebSocketWire

/// Cuts what a server says into whole frames; the handshake's answer goes through as it is.
final class FrameSplitter {
    private let emit: (_ frame: [UInt8], _ output: inout [UInt8]) -> Void
    private var parser: ResponseParser? = ResponseParser()
    private var scanner = FrameScanner()
    /// The bytes of a frame that is not complete, and how many of them were scanned.
    private var begun: [UInt8] = []

    init(_ emit: @escaping (_ frame: [UInt8], _ output: inout [UInt8]) -> Void) {
        self.emit = emit
    }

    func split(_ bytes: ArraySlice<UInt8>, into output: inout [UInt8]) {
        var rest = Array(bytes)
        if var parser {
            let progress = try? parser.receive(rest.span)
            self.parser = parser
            guard case .complete(_, let consumed) = progress else { return output += rest }
            self.parser = nil
            output += rest[..<consumed]
            rest.removeFirst(consumed)
        }
        splitFrames(rest, into: &output)
    }

    private func splitFrames(_ bytes: [UInt8], into output: inout [UInt8]) {
        var position = 0
        var start = 0
        let span = bytes.span
        while let piece = scanner.next(in: span, at: &position) {
            begun += bytes[start..<position]
            start = position
            guard piece.endsFrame else { continue }
            emit(begun, &output)
            begun.removeAll()
        }
        begun += bytes[start...]
    }
}
