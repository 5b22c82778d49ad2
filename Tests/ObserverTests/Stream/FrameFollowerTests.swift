internal import Testing
internal import WebSocketWire

@testable internal import Observer

struct FrameFollowerTests {
    /// A stream that is shown in reads, each at its time in milliseconds.
    private func follow(
        _ reads: [(at: Int, bytes: [UInt8])], _ direction: Direction = .toClient,
        deflate: DeflateParameters? = nil
    ) -> StreamLog {
        let clock = MarkClock(at: Moment(microseconds: 0))
        let watch = FrameWatch(direction, clock)
        watch.begin(deflate)
        var follower = FrameFollower()
        for (at, bytes) in reads {
            let now = Moment(microseconds: UInt64(at) * 1000)
            clock.advance(to: now)
            if !follower.skims(bytes.span, at: now) {
                follower.follow(bytes.span, watch, at: now) { _, _ in }
            }
        }
        watch.conclude(&follower)
        return watch.log
    }

    private static let text: [UInt8] = [0x81, 125] + Array(repeating: 0x61, count: 125)
    /// More than is looked into without a pause, in reads of 1270 bytes.
    private static let flood = (0..<40).map {
        (at: $0, bytes: Array(repeating: text, count: 10).flatMap { $0 })
    }
    private static let bad: [UInt8] = [0x81, 0x02, 0x61, 0xFF]

    @Test
    func `a text that is no UTF-8 is noted with its byte, frame and place`() throws {
        let log = follow([(0, Self.text + Self.bad)])
        let flaw = try #require(log.flaws.first)
        #expect(flaw.kind == .notUTF8(at: 1))
        #expect(flaw.frame == 2)
        #expect(flaw.offset == 127)
        #expect(flaw.whole != nil)
        #expect(log.messages == 2)
    }

    @Test
    func `what is wrong in a flood's last bytes is noted when it has ended`() throws {
        let log = follow(Self.flood + [(40, Self.bad)])
        #expect(log.unseenFrom != nil)
        let flaw = try #require(log.flaws.first)
        #expect(flaw.kind == .notUTF8(at: 1))
        #expect(flaw.frame == 401)
        #expect(flaw.offset == 400 * 127)
        #expect(log.frames == 401)
        #expect(log.messages == 401)
        #expect(log.recent.last?.firstBytes == [0x61, 0xFF])
    }

    @Test
    func `behind a pause all is looked into again`() throws {
        let more = (0..<3).map {
            (at: 400 + $0, bytes: Array(repeating: Self.text, count: 10).flatMap { $0 })
        }
        let log = follow(Self.flood + [(400, Self.bad)] + more)
        #expect(log.flaws.map(\.kind) == [.notUTF8(at: 1)])
        #expect(log.flaws.first?.frame == 401)
        #expect(log.flaws.first?.seen.at == Moment(microseconds: 400_000))
        #expect(log.frames == 431)
    }

    @Test
    func `a flood that stops within a message leaves it unfinished`() {
        let open: [UInt8] = [0x01, 0x01, 0x61]
        let log = follow(Self.flood + [(40, open)])
        #expect(log.place == .betweenFragments)
        #expect(follow([(0, open)]).place == .betweenFragments)
        #expect(follow(Self.flood + [(40, [0x81])]).place == .inHeader(read: 1))
    }

    @Test
    func `a continuation behind a flood belongs to its message`() {
        let open: [UInt8] = [0x01, 0x01, 0x61]
        let log = follow(Self.flood + [(40, open), (400, [0x80, 0x01, 0x62])])
        #expect(log.flaws == [])
        #expect(log.messages == 401)
    }

    @Test
    func `a Close in a flood is kept, and what comes behind it is noted`() throws {
        let close: [UInt8] = [0x88, 0x02, 0x03, 0xE8]
        let log = follow(Self.flood + [(40, close)])
        #expect(log.close?.payload == [0x03, 0xE8])
        #expect(log.close?.frame == 401)
        #expect(log.behindClose == nil)
        #expect(log.closes.count == 1)
        #expect(follow(Self.flood + [(40, close + Self.text)]).behindClose != nil)
        #expect(follow(Self.flood + [(40, close), (41, [0x81])]).behindClose == nil)
        #expect(follow(Self.flood + [(40, close), (41, [0x81, 0x02])]).behindClose != nil)
        #expect(follow(Self.flood + [(40, close), (41, [0x89, 0x02, 0x61])]).behindClose == nil)
        #expect(follow(Self.flood + [(40, close), (41, [0x89, 0x01, 0x61])]).behindClose != nil)
    }

    @Test
    func `masked payloads are unmasked before they are looked at`() {
        let masked: [UInt8] = [0x81, 0x82, 1, 2, 3, 4, 0x61 ^ 1, 0xFF ^ 2]
        #expect(follow([(0, masked)], .toServer).flaws.map(\.kind) == [.notUTF8(at: 1)])
        let fine: [UInt8] = [0x81, 0x82, 1, 2, 3, 4, 0xC3 ^ 1, 0xA9 ^ 2]
        let split = fine.map { (at: 0, bytes: [$0]) }
        #expect(follow(split, .toServer).flaws == [])
        #expect(follow(split, .toServer).recent.last?.firstBytes == [0xC3, 0xA9])
    }

    @Test
    func `a compressed message is inflated, and its damage told`() {
        let hello: [UInt8] = [0xC1, 0x07, 0xCA, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]
        let garbage: [UInt8] = [0xC1, 0x04, 0xFF, 0xFF, 0xFF, 0xFF]
        let parameters = DeflateParameters()
        #expect(follow([(0, hello)], deflate: parameters).flaws == [])
        #expect(follow([(0, hello)]).flaws.map(\.kind) == [.header(.reservedBits)])
        let flaws = follow([(0, hello + garbage)], deflate: parameters).flaws
        guard case .deflate = flaws.first?.kind else { return #expect(Bool(false), "\(flaws)") }
        #expect(flaws.first?.frame == 2)
    }

    @Test
    func `a message that is never complete has flaws that were never whole`() {
        let log = follow([(0, [0x01, 0x01, 0xFF])])
        #expect(log.flaws.first?.whole == nil)
        #expect(follow([(0, [0x83, 0x05])]).flaws.first?.whole == nil)
        #expect(follow([(0, [0x83, 0x01, 0x00])]).flaws.first?.whole != nil)
    }

    @Test
    func `all offences of a header are noted, in the order in which its bytes show them`() {
        let log = follow([(0, [0x73, 0xFE, 0x00, 0x01, 0, 0, 0, 0, 0])])
        #expect(
            log.flaws.map(\.kind) == [
                .header(.reservedBits), .header(.reservedOpcode), .header(.maskedServerFrame),
                .header(.lengthNotMinimal),
            ])
    }

    @Test(arguments: [1, 2, 3, 7, 500, 1270, 5000])
    func `what is known does not depend on how the stream is cut`(_ size: Int) {
        let stream = Array(repeating: Self.text, count: 25).flatMap { $0 } + Self.bad + [0x88, 0x01]
        let whole = follow([(0, stream)])
        let cut = stride(from: 0, to: stream.count, by: size).map { start in
            (at: 0, bytes: Array(stream[start..<min(start + size, stream.count)]))
        }
        let parts = follow(cut)
        #expect(parts.frames == whole.frames)
        #expect(parts.messages == whole.messages)
        #expect(parts.place == whole.place)
        #expect(parts.flaws.map(\.kind) == whole.flaws.map(\.kind))
        #expect(parts.flaws.map(\.offset) == whole.flaws.map(\.offset))
        #expect(parts.bytes == UInt64(stream.count))
    }
}
