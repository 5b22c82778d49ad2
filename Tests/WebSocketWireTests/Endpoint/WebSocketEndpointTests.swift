import Testing
import WebSocketWire

/// All that an endpoint said, however its input came.
private struct Transcript: Equatable {
    var bytes: [UInt8] = []
    var events: [EndpointEvent] = []
    var commands: [EndpointCommand] = []

    mutating func add(_ output: EndpointOutput) {
        bytes += output.bytes
        events += output.events
        commands += output.commands
    }

    var closeEvent: CloseEvent? {
        for case .dispatchClose(let event) in commands { return event }
        return nil
    }
}

private func makeEndpoint(
    _ role: EndpointRole = .server, deflate: DeflateParameters? = nil,
    limits: EndpointLimits = EndpointLimits()
) -> WebSocketEndpoint {
    WebSocketEndpoint(role: role, deflate: deflate, limits: limits, nextKey: { someKey })
}

/// Feeds the parts to an endpoint, then the end of the stream.
private func run(
    _ parts: [[UInt8]], _ role: EndpointRole = .server, deflate: DeflateParameters? = nil,
    limits: EndpointLimits = EndpointLimits()
) -> Transcript {
    var endpoint = makeEndpoint(role, deflate: deflate, limits: limits)
    var transcript = Transcript()
    for part in parts {
        var part = part
        var output = EndpointOutput()
        var span = part.mutableSpan
        var position = 0
        while endpoint.receive(&span, at: &position, into: &output) {
            transcript.add(output)
            output = EndpointOutput()
        }
    }
    var output = EndpointOutput()
    endpoint.transportFinished(into: &output)
    transcript.add(output)
    return transcript
}

struct WebSocketEndpointTests {
    private func text(_ string: String, fin: Bool = true) -> [UInt8] {
        frame(.text, Array(string.utf8), fin: fin, key: someKey)
    }

    @Test func `messages, fragments with a ping between, and a close, in every split`() throws {
        let stream =
            text("one") + frame(.binary, [1], fin: false, key: someKey) + frame(.ping, [7], key: someKey)
            + frame(.continuation, [2], key: .zero) + frame(.pong, key: someKey)
            + frame(.close, [0x0F, 0xA1, 0x6F, 0x6B], key: someKey) + text("too late")
        try withEverySplit(of: stream) { parts in
            let transcript = run(parts)
            try #require(
                transcript.events == [
                    .text("one"), .ping([7]), .binary([1, 2]), .pong([]),
                    .closeReceived(try ClosePayload(code: 4001, reason: "ok")),
                ])
            try #require(transcript.bytes == [0x8A, 0x01, 0x07, 0x88, 0x04, 0x0F, 0xA1, 0x6F, 0x6B])
            try #require(
                transcript.closeEvent == CloseEvent(type: "close", code: 4001, reason: "ok", wasClean: true))
        }
    }

    @Test func `a client masks its frames with the key it is handed`() {
        var endpoint = makeEndpoint(.client)
        var output = EndpointOutput()
        endpoint.send(text: "Hello", into: &output)
        #expect(output.bytes == [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
    }

    @Test(
        arguments: [
            // Invalid UTF-8 fails at its first impossible byte, before the frame or the message is complete.
            ([0x81, 0x85, 0, 0, 0, 0, 0x41, 0xFF], 1007, 8 as Int),
            ([0x01, 0x83, 0, 0, 0, 0, 0xED, 0xA0], 1007, 8),
            ([0x81, 0x82, 0, 0, 0, 0, 0xC3, 0x41], 1007, 8),
            // A text that ends inside a character.
            ([0x81, 0x81, 0, 0, 0, 0, 0xC3], 1007, 7),
            // A Close with one byte, a code that may not be sent, a reason that is not UTF-8.
            ([0x88, 0x81, 0, 0, 0, 0, 0x03], 1002, 7),
            ([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xEE], 1002, 8),
            ([0x88, 0x83, 0, 0, 0, 0, 0x03, 0xE8, 0xFF], 1007, 9),
            ([0x83, 0x80, 0, 0, 0, 0], 1002, 6),
            ([0x81, 0x00], 1002, 2),
        ] as [([UInt8], UInt16, Int)])
    func `a violation is answered once, with its code, in every split`(
        bytes: [UInt8], code: UInt16, length: Int
    ) throws {
        #expect(bytes.count == length)
        try withEverySplit(of: bytes + text("after")) { parts in
            let transcript = run(parts)
            guard case .failed(let violation) = transcript.events.last else {
                throw EndpointTestFailure.noViolation(transcript.events)
            }
            try #require(violation.closeCode.rawValue == code)
            try #require(transcript.events.count == 1)
            // One frame, a Close, with the code and the words of the violation.
            try #require(
                transcript.bytes[0] == 0x88 && Int(transcript.bytes[1]) == transcript.bytes.count - 2)
            try #require(transcript.bytes[2] == UInt8(code >> 8) && transcript.bytes[3] == UInt8(code & 0xFF))
            try #require(transcript.closeEvent == CloseEvent(type: "close", code: 1006))
            try #require(
                transcript.commands.contains(.dispatchError) && transcript.commands.contains(.finish))
        }
    }

    @Test func `a message over the limit is answered with 1009, also when it only inflates to that`() {
        let limits = EndpointLimits(longestMessage: 100)
        let long = frame(.binary, .init(repeating: 0, count: 101), key: someKey)
        #expect(Array(run([long], limits: limits).bytes.prefix(4).suffix(2)) == [0x03, 0xF1])
        var deflater = Deflater(windowBits: .max)
        var compressed: [UInt8] = []
        let zeros = [UInt8](repeating: 0, count: 101)
        #expect(throws: Never.self) { try deflater.deflate(zeros.span, into: &compressed) }
        #expect(compressed.count < 20)
        let bomb = frame(.binary, compressed, rsv: 4, key: someKey)
        let transcript = run([bomb], deflate: DeflateParameters(), limits: limits)
        #expect(Array(transcript.bytes.prefix(4).suffix(2)) == [0x03, 0xF1])
    }

    @Test(
        arguments: [
            // Bad text before the limit of four bytes, bad text behind it, and bad text before bad DEFLATE data.
            (0, [0x41, 0xFF, 0x41, 0x41, 0x41, 0x41], 1007), (0, [0x41, 0x41, 0x41, 0x41, 0x41, 0xFF], 1009),
            (4, [0x3A, 0x56, 0x00, 0x46], 1007),
        ] as [(UInt8, [UInt8], UInt16)])
    func `of two things that are wrong with a message the first counts, in every split`(
        reservedBits: UInt8, payload: [UInt8], code: UInt16
    ) throws {
        let stream = frame(.text, payload, rsv: reservedBits, key: someKey)
        try withEverySplit(of: stream) { parts in
            let transcript = run(
                parts, deflate: DeflateParameters(), limits: EndpointLimits(longestMessage: 4))
            try #require(transcript.bytes.prefix(4).suffix(2) == [UInt8(code >> 8), UInt8(code & 0xFF)])
        }
    }

    @Test func `the limit is of the message, not of what compression makes of it`() throws {
        let limits = EndpointLimits(longestMessage: 1000)
        var random = SeededGenerator(seed: 7)
        for (size, isGood) in [(1000, true), (1001, false)] {
            let noise = random.bytes(size)
            var deflater = Deflater(windowBits: .max)
            var compressed: [UInt8] = []
            try deflater.deflate(noise.span, into: &compressed)
            try #require(compressed.count > 1000, "noise cannot be compressed")
            for stream in [
                frame(.binary, compressed, rsv: 4, key: someKey), frame(.binary, noise, key: someKey),
            ] {
                let transcript = run([stream], deflate: DeflateParameters(), limits: limits)
                #expect(transcript.events.first == .binary(noise) || !isGood)
                #expect(transcript.bytes.isEmpty == isGood)
                if !isGood { #expect(transcript.bytes.prefix(4).suffix(2) == [0x03, 0xF1]) }
            }
        }
    }

    @Test func `compressed messages go both ways, with the window kept`() throws {
        // RFC 7692 §7.2.3.2: "Hello" twice, the second by reference to the first.
        let first: [UInt8] = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]
        let second: [UInt8] = [0xF2, 0x00, 0x11, 0x00, 0x00]
        let stream =
            frame(.text, first, rsv: 4, key: someKey)
            + frame(.text, Array(second[..<2]), fin: false, rsv: 4, key: someKey)
            + frame(.continuation, Array(second[2...]), key: someKey)
        try withEverySplit(of: stream) { parts in
            let transcript = run(parts, deflate: DeflateParameters())
            try #require(transcript.events == [.text("Hello"), .text("Hello")])
        }
        var endpoint = makeEndpoint(.server, deflate: DeflateParameters())
        var output = EndpointOutput()
        endpoint.send(text: "Hello", into: &output)
        endpoint.send(text: "Hello", into: &output)
        #expect(output.bytes == [0xC1, 0x07] + first + [0xC1, 0x05] + second)
    }

    @Test func `nothing is sent behind a Close, not even a pong`() {
        var endpoint = makeEndpoint()
        var output = EndpointOutput()
        endpoint.close(.empty, into: &output)
        #expect(output.bytes == [0x88, 0x00] && !endpoint.isOpen)
        output = EndpointOutput()
        endpoint.send(text: "late", into: &output)
        endpoint.ping([1].span, into: &output)
        endpoint.close(.empty, into: &output)
        var ping = frame(.ping, [9], key: someKey)
        var span = ping.mutableSpan
        var position = 0
        #expect(endpoint.receive(&span, at: &position, into: &output))
        #expect(output.bytes.isEmpty)
        #expect(output.events == [.ping([9])])
    }

    @Test func `a message is told of before the violation behind it in the same segment`() {
        var endpoint = makeEndpoint()
        var bytes = text("echo me") + frame(Opcode(rawValue: 3), key: someKey)
        var span = bytes.mutableSpan
        var position = 0
        var output = EndpointOutput()
        #expect(endpoint.receive(&span, at: &position, into: &output))
        #expect(output.events == [.text("echo me")] && output.bytes.isEmpty)
        // The echo still goes out, in front of the Close.
        endpoint.send(text: "echo me", into: &output)
        #expect(endpoint.receive(&span, at: &position, into: &output))
        #expect(output.bytes.prefix(9) == [0x81, 0x07] + Array("echo me".utf8).prefix(7))
        #expect(output.bytes[9] == 0x88)
        #expect(!endpoint.receive(&span, at: &position, into: &output))
    }

    @Test func `an end without a Close is 1006 and no error`() {
        let transcript = run([text("x")])
        #expect(transcript.closeEvent == CloseEvent(type: "close", code: 1006))
        #expect(!transcript.commands.contains(.dispatchError))
    }
}

private enum EndpointTestFailure: Error {
    case noViolation([EndpointEvent])
}
