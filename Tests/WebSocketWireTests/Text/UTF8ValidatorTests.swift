import Testing

@testable import WebSocketWire

struct UTF8ValidatorTests {
    @Test func `all texts of one and two bytes are judged like Unicode's table`() {
        expectAgreement(on: [])
        for first in UInt8.min...UInt8.max {
            expectAgreement(on: [first])
            for second in UInt8.min...UInt8.max { expectAgreement(on: [first, second]) }
        }
    }

    /// In release all third bytes there are, in debug one of each kind; but one of each kind is enough where two
    /// bytes have settled it. (A throw costs microseconds under Swift Testing, which notes its backtrace.)
    @Test func `all texts of three bytes (in debug a sample) are judged like Unicode's table`() {
        for first in leads {
            for second in UInt8.min...UInt8.max {
                let isSettled = fault(in: [first, second]).map { $0.offset < 2 } ?? true
                for third in isSettled ? [0x7F, 0x80, 0xBF] : thirdBytes {
                    expectAgreement(on: [first, second, third])
                }
            }
        }
    }

    @Test func `all first two of four bytes (in debug a sample) are judged like Unicode's table`() {
        let ends: [[UInt8]] = [[0x80, 0xBF], [0xBF, 0xC0], [0x7F, 0x80]]
        for first in leads {
            for second in UInt8.min...UInt8.max {
                for end in ends { expectAgreement(on: [first, second] + end) }
            }
        }
    }

    @Test(
        arguments: [
            // Autobahn 6.4.*: the text is impossible in the middle of the character.
            ([0xCE, 0xBA, 0xF4, 0x90, 0x80, 0x80, 0x65], UTF8Violation(offset: 3, kind: .impossible(0x90))),
            ([0xED, 0xA0, 0x80], UTF8Violation(offset: 1, kind: .impossible(0xA0))),
            ([0x61, 0xC0], UTF8Violation(offset: 1, kind: .impossible(0xC0))),
            ([0xC1, 0xBF], UTF8Violation(offset: 0, kind: .impossible(0xC1))),
            ([0xF5], UTF8Violation(offset: 0, kind: .impossible(0xF5))),
            ([0xFF], UTF8Violation(offset: 0, kind: .impossible(0xFF))),
            ([0xE0, 0x80], UTF8Violation(offset: 1, kind: .impossible(0x80))),
            ([0xF0, 0x80], UTF8Violation(offset: 1, kind: .impossible(0x80))),
            ([0x80], UTF8Violation(offset: 0, kind: .impossible(0x80))),
            ([0xE2, 0x82, 0x41], UTF8Violation(offset: 2, kind: .impossible(0x41))),
        ] as [([UInt8], UTF8Violation)])
    func `the first impossible byte is refused as soon as it is there`(
        _ bytes: [UInt8], _ violation: UTF8Violation
    ) throws {
        // The message has not ended: no finish, and nothing behind the byte is needed.
        var validator = UTF8Validator()
        try validator.take(Array(bytes[..<violation.offset]))
        #expect(throws: violation) { try validator.take([bytes[violation.offset]]) }
        #expect(throws: violation) { try validator.take(Array("more".utf8)) }
        #expect(throws: violation) { try validator.finish() }
    }

    @Test(arguments: [
        "", "Hello", "κόσμε", "€", "𝄞🎉", "Grüße, 世界! Привет мир 🎉 plain text that is longer than a word 🧑‍🚀",
        "\u{0}\u{7F}\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF}",
    ])
    func `text is text however it is cut, and breaks at the same byte`(_ text: String) throws {
        let bytes = Array(text.utf8)
        try withEverySplit(of: bytes) { pieces in try #require(judge(pieces) == nil) }
        for index in bytes.indices.prefix(8) {
            var broken = bytes
            broken[index] ^= 0xA5
            let whole = judge([broken])
            #expect(whole == fault(in: broken))
            try withEverySplit(of: broken) { pieces in try #require(judge(pieces) == whole) }
        }
    }

    @Test func `random bytes and broken texts are judged like Unicode's table, however cut`() throws {
        let seed: UInt64 = 0x7E57
        var generator = SeededGenerator(seed: seed)
        let alphabet: [[UInt8]] = ["a", "plain words ", "é", "世", "🎉"].map { Array($0.utf8) }
        for round in 0..<300 {
            var bytes = (0..<Int.random(in: 0...30, using: &generator))
                .flatMap { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
            if !bytes.isEmpty, Bool.random(using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8(
                    truncatingIfNeeded: generator.next())
            }
            let cut = Int.random(in: 0...bytes.count, using: &generator)
            let expected = fault(in: bytes)
            #expect(judge([bytes]) == expected, "round \(round) of seed \(seed): \(bytes)")
            let pieces = [Array(bytes[..<cut]), [], Array(bytes[cut...])]
            #expect(judge(pieces) == expected, "round \(round) of seed \(seed), cut at \(cut): \(bytes)")
        }
    }

    @Test func `a message that ends inside a character is incomplete, and the next starts afresh`() throws {
        var validator = UTF8Validator()
        try validator.take([0x61, 0xF0, 0x9F])
        #expect(throws: UTF8Violation(offset: 3, kind: .incomplete)) { try validator.finish() }
        try validator.take([0x61])
        try validator.finish()
        #expect(throws: UTF8Violation(offset: 0, kind: .impossible(0x9F))) {
            try validator.take([0x9F])
        }
    }

    @Test func `a violation says which byte, where, and what to close with`() {
        let byte = UTF8Violation(offset: 7, kind: .impossible(0x0A))
        #expect(byte.description == "byte 0x0A at offset 7 of the text cannot be part of UTF-8 there")
        let end = UTF8Violation(offset: 2, kind: .incomplete)
        #expect(end.description == "the text ends at offset 2 inside a UTF-8 character")
        #expect(byte.closeCode == 1007)
    }
}

#if DEBUG
    private let leads = Array(UInt8(0xE0)...0xF5)
    private let thirdBytes: [UInt8] = [0x7F, 0x80, 0xBF]
#else
    private let leads = Array(UInt8.min...UInt8.max)
    private let thirdBytes = Array(UInt8.min...UInt8.max)
#endif

extension UTF8Validator {
    fileprivate mutating func take(_ bytes: [UInt8]) throws(UTF8Violation) { try validate(bytes.span) }
}

/// What the validator says of a message that comes in these pieces.
private func judge(_ pieces: [[UInt8]]) -> UTF8Violation? {
    var validator = UTF8Validator()
    do throws(UTF8Violation) {
        for piece in pieces { try validator.validate(piece.span) }
        try validator.finish()
        return nil
    } catch {
        return error
    }
}

/// Unicode's table 3-7, "Well-Formed UTF-8 Byte Sequences": the ranges of each byte.
private let wellFormed: [[ClosedRange<UInt8>]] = [
    [0x00...0x7F],
    [0xC2...0xDF, 0x80...0xBF],
    [0xE0...0xE0, 0xA0...0xBF, 0x80...0xBF],
    [0xE1...0xEC, 0x80...0xBF, 0x80...0xBF],
    [0xED...0xED, 0x80...0x9F, 0x80...0xBF],
    [0xEE...0xEF, 0x80...0xBF, 0x80...0xBF],
    [0xF0...0xF0, 0x90...0xBF, 0x80...0xBF, 0x80...0xBF],
    [0xF1...0xF3, 0x80...0xBF, 0x80...0xBF, 0x80...0xBF],
    [0xF4...0xF4, 0x80...0x8F, 0x80...0xBF, 0x80...0xBF],
]

/// The slow and plain judge.
private func fault(in bytes: [UInt8]) -> UTF8Violation? {
    var start = 0
    while start < bytes.count {
        guard let row = wellFormed.first(where: { $0[0].contains(bytes[start]) }) else {
            return UTF8Violation(offset: start, kind: .impossible(bytes[start]))
        }
        for (place, range) in row.enumerated() {
            guard start + place < bytes.count else {
                return UTF8Violation(offset: bytes.count, kind: .incomplete)
            }
            let byte = bytes[start + place]
            if !range.contains(byte) { return UTF8Violation(offset: start + place, kind: .impossible(byte)) }
        }
        start += row.count
    }
    return nil
}

/// Three judges: the validator (whole and byte by byte), the table, and the standard library's yes or no.
private func expectAgreement(on bytes: [UInt8]) {
    let expected = fault(in: bytes)
    // Not one #expect a text: half a million of them would take longer than what they check.
    if judge([bytes]) != expected || judge(bytes.map { [$0] }) != expected
        || (String(validating: bytes, as: UTF8.self) == nil) != (expected != nil)
    {
        Issue.record(
            "\(bytes): whole \(judge([bytes])), byte by byte \(judge(bytes.map { [$0] })), table \(expected)")
    }
}
