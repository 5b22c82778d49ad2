public import Faults

/// What one connection of a live campaign says behind the handshake, and how we then end it.
///
/// The bytes and the ending are all there is to it: an input that is read from a file plays as the one that it was
/// written from.
public struct LiveInput: Hashable, Sendable {
    /// How we end a connection that nothing else has ended.
    public enum Ending: String, Hashable, Sendable, CaseIterable {
        /// A Close with 1000.
        case close
        /// A FIN without a Close.
        case finish
        /// A reset.
        case reset
    }

    /// A head to send in place of the usual one: a client's request, or a server's answer. Nil for the usual.
    public var head: [UInt8]?
    /// The frames in their order, legal or not.
    public var frames: [DraftFrame]
    /// The beginning of a header, behind the frames.
    public var tail: [UInt8]
    /// What follows.
    public var ending: Ending

    /// An input.
    public init(head: [UInt8]? = nil, _ frames: [DraftFrame], tail: [UInt8] = [], ending: Ending = .close) {
        self.head = head
        self.frames = frames
        self.tail = tail
        self.ending = ending
    }

    /// What stands on the wire behind the handshake.
    public var bytes: [UInt8] { FrameSequence(frames, tail: tail).bytes }

    /// What is kept of it in a file: a head of its own, if it has one, and the frames.
    public var fileBytes: [UInt8] { (head ?? []) + bytes }

    /// Reads what `fileBytes` wrote.
    public init(fileBytes: [UInt8], ending: Ending) {
        let head = Self.headLength(fileBytes)
        self.init(wire: Array(fileBytes[head...]), ending: ending)
        if head > 0 { self.head = Array(fileBytes[..<head]) }
    }

    /// The input that says these bytes, whatever they are.
    public init(wire: [UInt8], ending: Ending = .close) {
        let sequence = FrameSequence(wire.span)
        self.init(sequence.frames, tail: sequence.tail, ending: ending)
    }

    /// Frames can begin as a head does, but do not go on so.
    private static func headLength(_ bytes: [UInt8]) -> Int {
        guard ["GET ", "POST ", "HTTP/1"].contains(where: { bytes.starts(with: $0.utf8) }) else { return 0 }
        let mark = Array("\r\n\r\n".utf8)
        let end = bytes.indices.first { bytes[$0...].starts(with: mark) }
        return end.map { $0 + mark.count } ?? bytes.count
    }
}
