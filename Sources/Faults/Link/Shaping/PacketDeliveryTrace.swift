/// A recorded link, in the form of Mahimahi's packet-delivery files: each line is a millisecond since the start in
/// which 1500 bytes could be delivered; a line that comes twice is two chances. At its end it begins anew.
public struct PacketDeliveryTrace: Hashable, Sendable {
    /// The milliseconds, in rising order; the last one is over 0.
    public let milliseconds: [UInt32]

    /// What can be delivered at a time.
    public static let bytesAtOnce = 1500

    /// The most lines; a day of 10 Mbit/s has more, an hour has not.
    public static let mostLines = 4_000_000

    /// Reads a file's content.
    public init(parsing bytes: Span<UInt8>) throws(PacketDeliveryProblem) {
        var parser = TraceParser()
        for index in bytes.indices { try parser.take(bytes[index]) }
        try parser.finish()
        self = try Self(checking: parser.milliseconds)
    }

    /// A trace of these milliseconds.
    public init(milliseconds: [Int]) throws(PacketDeliveryProblem) {
        var numbers: [UInt32] = []
        for (index, number) in milliseconds.enumerated() {
            guard let short = UInt32(exactly: number) else {
                throw PacketDeliveryProblem(
                    line: index + 1, "expected milliseconds from 0 to \(UInt32.max), found \(number)")
            }
            numbers.append(short)
        }
        self = try Self(checking: numbers)
    }

    private init(checking milliseconds: [UInt32]) throws(PacketDeliveryProblem) {
        var last: UInt32 = 0
        for (index, number) in milliseconds.enumerated() {
            guard number >= last else {
                throw PacketDeliveryProblem(
                    line: index + 1,
                    "expected \(last) or more, as lines are in order of time, found \(number)")
            }
            last = number
        }
        guard last > 0 else {
            let found = milliseconds.isEmpty ? "nothing" : "only 0"
            throw PacketDeliveryProblem(
                line: max(1, milliseconds.count),
                "expected a last line over 0, where the trace begins anew, found \(found)")
        }
        guard milliseconds.count <= Self.mostLines else {
            throw PacketDeliveryProblem(line: Self.mostLines + 1, "expected \(Self.mostLines) lines at most")
        }
        self.milliseconds = milliseconds
    }
}

/// What is wrong with a packet-delivery file, and where.
public struct PacketDeliveryProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, counted from 1.
    public let line: Int
    /// What stood there and what was expected.
    public let message: String

    init(line: Int, _ message: String) {
        self.line = line
        self.message = message
    }

    /// `line 3: expected …`
    public var description: String { "line \(line): \(message)" }
}

private struct TraceParser {
    var milliseconds: [UInt32] = []
    private var number: UInt32?
    private var sawReturn = false

    mutating func take(_ byte: UInt8) throws(PacketDeliveryProblem) {
        if byte == UInt8(ascii: "\n") { return try endLine() }
        guard byte != UInt8(ascii: "\r") else { return sawReturn = true }
        guard !sawReturn, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else {
            throw problem("found \(Self.shown(byte))")
        }
        let (tenfold, overflows) = (number ?? 0).multipliedReportingOverflow(by: 10)
        let (sum, overflowsToo) = tenfold.addingReportingOverflow(UInt32(byte - UInt8(ascii: "0")))
        if overflows || overflowsToo { throw problem("found a number over \(UInt32.max)") }
        number = sum
    }

    /// The last line need not end.
    mutating func finish() throws(PacketDeliveryProblem) {
        if number != nil || sawReturn { try endLine() }
    }

    private mutating func endLine() throws(PacketDeliveryProblem) {
        guard let number else { throw problem("found an empty line") }
        guard milliseconds.count < PacketDeliveryTrace.mostLines else {
            throw problem("found more than \(PacketDeliveryTrace.mostLines) lines")
        }
        milliseconds.append(number)
        self.number = nil
        sawReturn = false
    }

    private func problem(_ found: String) -> PacketDeliveryProblem {
        PacketDeliveryProblem(
            line: milliseconds.count + 1, "expected milliseconds in decimal digits, \(found)")
    }

    private static func shown(_ byte: UInt8) -> String {
        0x21..<0x7F ~= byte
            ? "\"\(Character(Unicode.Scalar(byte)))\"" : "the byte 0x\(String(byte, radix: 16))"
    }
}
