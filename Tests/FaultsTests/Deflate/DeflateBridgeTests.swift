import Testing
import WebSocketWire

@testable import Faults

struct DeflateBridgeTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private func compressed(_ messages: [[UInt8]], _ direction: DeflateParameters.Direction) throws
        -> [[UInt8]]
    {
        var deflater = Deflater(direction)
        var wire: [[UInt8]] = []
        for message in messages {
            var payload: [UInt8] = []
            try deflater.deflate(message.span, into: &payload)
            wire.append(payload)
        }
        return wire
    }

    private func see(_ bridge: inout DeflateBridge, _ payload: [UInt8]) -> [UInt8] {
        var plaintext: [UInt8] = []
        bridge.see(payload.span, isFinal: true, into: &plaintext)
        return plaintext
    }

    private func inflate(_ payload: [UInt8], by inflater: inout Inflater) throws -> [UInt8] {
        var plaintext: [UInt8] = []
        try inflater.inflate(payload.span, into: &plaintext, limit: .max)
        try inflater.finishMessage(into: &plaintext, limit: .max)
        return plaintext
    }

    private let talk = ["the quick brown fox", "the quick brown dog", "the quick brown fox and dog"]

    @Test func `as long as nothing changes, the sender's bytes pass`() throws {
        let messages = talk.map(bytes)
        var bridge = DeflateBridge(.init(), limit: 100)
        for (message, payload) in zip(messages, try compressed(messages, .init())) {
            let plaintext = see(&bridge, payload)
            #expect(plaintext == message)
            #expect(try bridge.passed(plaintext.span) == nil)
        }
        let (needsRecompression, sight) = (bridge.needsRecompression, bridge.sight)
        #expect(!needsRecompression && sight == .clear)
    }

    @Test func `a message that was dropped does not make the next ones garbage`() throws {
        let messages = talk.map(bytes)
        let wire = try compressed(messages, .init())
        var bridge = DeflateBridge(.init(), limit: 100)
        var receiver = Inflater()
        _ = see(&bridge, wire[0])
        bridge.dropped()
        for index in 1...2 {
            let plaintext = see(&bridge, wire[index])
            let payload = try #require(try bridge.passed(plaintext.span))
            #expect(payload != wire[index])
            #expect(try inflate(payload, by: &receiver) == messages[index])
        }
    }

    @Test func `without the bridge they are garbage`() throws {
        let wire = try compressed(talk.map(bytes), .init())
        var receiver = Inflater()
        #expect(throws: InflateViolation.self) { try inflate(wire[1], by: &receiver) }
    }

    @Test func `a fault that asks for garbage gets it, and what is compressed anew later is right again`()
        throws
    {
        let messages = talk.map(bytes) + talk.map(bytes)
        let wire = try compressed(messages, .init())
        var bridge = DeflateBridge(.init(), limit: 100)
        var receiver = Inflater()
        #expect(try inflate(wire[0], by: &receiver) == messages[0])
        _ = see(&bridge, wire[0])
        // Doubled on purpose without mending: the receiver's window has one message more than the sender knows.
        #expect(try inflate(wire[0], by: &receiver) == messages[0])
        bridge.spoiled()
        let needsRecompression = bridge.needsRecompression
        #expect(!needsRecompression)
        let plaintext = see(&bridge, wire[1])
        #expect(plaintext == messages[1])
        #expect(try bridge.passed(plaintext.span) == nil)
        _ = try? inflate(wire[1], by: &receiver)

        let invented = try bridge.inserted(bytes("the quick brown bird").span)
        #expect(try inflate(invented, by: &receiver) == bytes("the quick brown bird"))
        // Spoiled again behind it, by a stranger's message: our own history must not reach over it.
        var stranger: [UInt8] = []
        var deflater = Deflater()
        try deflater.deflate([UInt8](repeating: 7, count: 50).span, into: &stranger)
        _ = try inflate(stranger, by: &receiver)
        bridge.spoiled()
        let again = try bridge.inserted(bytes("the quick brown bird").span)
        #expect(try inflate(again, by: &receiver) == bytes("the quick brown bird"))
    }

    @Test func `without context takeover the sender's bytes stay right whatever happened before`() throws {
        let direction = DeflateParameters.Direction(contextTakeover: false)
        let messages = talk.map(bytes)
        let wire = try compressed(messages, direction)
        var bridge = DeflateBridge(direction, limit: 100)
        var receiver = Inflater(direction)
        _ = see(&bridge, wire[0])
        bridge.dropped()
        let second = see(&bridge, wire[1])
        #expect(try bridge.passed(second.span) == nil)
        #expect(try inflate(wire[1], by: &receiver) == messages[1])
        let replacement = try bridge.replaced(with: bytes("the quick brown bird").span)
        #expect(try inflate(replacement, by: &receiver) == bytes("the quick brown bird"))
        let needsRecompression = bridge.needsRecompression
        #expect(!needsRecompression)
    }

    @Test func `a message over the limit ends the sight, and it says so`() throws {
        let wire = try compressed(
            [bytes("short"), [UInt8](repeating: 0, count: 101), bytes("short")], .init())
        var bridge = DeflateBridge(.init(), limit: 100)
        _ = see(&bridge, wire[0])
        #expect(see(&bridge, wire[1]).count == 100)
        let sight1 = bridge.sight
        #expect(sight1 == .lost(.tooBig(limit: 100)))
        #expect(see(&bridge, wire[2]).isEmpty)
        let sight2 = bridge.sight
        #expect(sight2 == .lost(.tooBig(limit: 100)))
        let empty: [UInt8] = []
        #expect(try bridge.passed(empty.span) == nil)
    }

    @Test func `without context takeover the next message can be seen again`() throws {
        let direction = DeflateParameters.Direction(contextTakeover: false)
        let wire = try compressed([bytes("short")], direction)
        var bridge = DeflateBridge(direction, limit: 100)
        var plaintext: [UInt8] = []
        let (bad, good): ([UInt8], [UInt8]) = ([0xFF], [0x00])
        bridge.see(bad.span, isFinal: false, into: &plaintext)
        let sight3 = bridge.sight
        #expect(sight3 == .lost(.damaged(offset: 1)))
        bridge.see(good.span, isFinal: true, into: &plaintext)
        #expect(plaintext.isEmpty)
        let sight4 = bridge.sight
        #expect(sight4 == .lost(.damaged(offset: 1)))
        #expect(see(&bridge, wire[0]) == bytes("short"))
        let sight5 = bridge.sight
        #expect(sight5 == .clear)
    }

    @Test func `a message can be compressed anew fragment by fragment`() throws {
        let wire = try compressed(talk.map(bytes), .init())
        var bridge = DeflateBridge(.init(), limit: 100)
        var receiver = Inflater()
        _ = see(&bridge, wire[0])
        bridge.dropped()
        let needsRecompression = bridge.needsRecompression
        #expect(needsRecompression)
        var payload: [UInt8] = []
        for (index, byte) in wire[1].enumerated() {
            var plaintext: [UInt8] = []
            let isFinal = index == wire[1].count - 1
            bridge.see([byte].span, isFinal: isFinal, into: &plaintext)
            payload += try bridge.recompress(plaintext.span, isFinal: isFinal)
        }
        #expect(try inflate(payload, by: &receiver) == bytes(talk[1]))
    }
}
