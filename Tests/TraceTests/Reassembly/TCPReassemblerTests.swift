internal import Testing
internal import Trace

@Suite struct TCPReassemblerTests {
    // MARK: In order

    @Test func `a conversation is told from its SYN to its end, and is over a second later`() {
        let play = Play()
        play.handshake()
        play.client([.psh, .ack], 101, 301, "hello")
        play.server([.psh, .ack], 301, 106, "world")
        play.client([.fin, .ack], 106, 306)
        play.server([.fin, .ack], 306, 107)
        play.client(.ack, 107, 307)
        #expect(
            play.heard == [
                "0 began 50000 > 9000", "0 > hello", "0 < world", "0 > finished", "0 < finished",
            ])
        play.reassembler.passed(to: PacketTime(nanoseconds: 1_006_999_999))
        #expect(play.heard == [])
        play.reassembler.passed(to: PacketTime(nanoseconds: 1_007_000_000))
        #expect(play.heard == ["0 over ended at 1007"])
        play.reassembler.finish()
        #expect(play.heard == [])
        #expect(play.reassembler.tally.tcp == 8)
        #expect(play.reassembler.tally.streams == 1)
    }

    @Test func `a SYN and a FIN may bring data`() {
        let play = Play()
        play.client(.syn, 100, 0, "early")
        play.server([.syn, .ack], 300, 106, "too")
        play.client([.fin, .ack], 106, 304, "late")
        #expect(
            play.heard == ["0 began 50000 > 9000", "0 > early", "0 < too", "0 > late", "0 > finished"])
    }

    @Test func `numbers wrap`() {
        let play = Play()
        play.client(.syn, 0xFFFF_FFFD)
        play.server([.syn, .ack], 0xFFFF_FFFF, 0xFFFF_FFFE)
        play.client(.ack, 0xFFFF_FFFE, 0, "abcd")
        play.client(.ack, 6, 0, "ij")
        play.client(.ack, 2, 0, "efgh")
        play.server(.ack, 0, 8, "xy")
        play.client([.fin, .ack], 8, 2)
        #expect(
            play.heard == [
                "0 began 50000 > 9000", "0 > abcd", "0 > efgh", "0 > ij", "0 < xy", "0 > finished",
            ])
    }

    @Test func `a connection to itself has one side`() {
        let play = Play()
        let end = (Packet(flags: .syn, sequence: 9, acknowledgement: 0, fromClient: true), UInt16(7000))
        var packet = end.0
        packet.clientPort = end.1
        packet.serverPort = end.1
        play.send(packet)
        #expect(play.heard == ["0 began 7000 > 7000"])
        #expect(play.reassembler.tally.streams == 1)
    }

    // MARK: Again, and out of order

    @Test func `what comes again is told once`() {
        let play = Play()
        play.handshake()
        play.client(.ack, 101, 301, "abc")
        play.client(.ack, 101, 301, "abc")
        play.client(.ack, 102, 301, "bcde")
        play.client([.fin, .ack], 106, 301)
        play.client([.fin, .ack], 106, 301)
        play.client([.fin, .ack], 104, 301, "de")
        #expect(play.heard == ["0 began 50000 > 9000", "0 > abc", "0 > de", "0 > finished"])
        #expect(play.reassembler.tally.retransmitted == 2)
        #expect(play.reassembler.tally.overlapping == 1)
        #expect(play.reassembler.tally.strayed == 0)
    }

    @Test func `what comes too early waits`() {
        let play = Play()
        play.handshake()
        play.client([.fin, .ack], 107, 301, "ghi")
        play.client(.ack, 104, 301, "def")
        #expect(play.heard == ["0 began 50000 > 9000"])
        play.client(.ack, 101, 301, "abc")
        #expect(play.heard == ["0 > abc", "0 > def", "0 > ghi", "0 > finished"])
        #expect(play.reassembler.tally.outOfOrder == 2)
        #expect(play.reassembler.tally.missing == 0)
    }

    @Test func `of two copies the first one counts, and the difference is counted`() {
        let play = Play()
        play.handshake()
        play.client(.ack, 103, 301, "cd")
        play.client(.ack, 107, 301, "gh")
        play.client(.ack, 102, 301, "bXdefgY")
        play.client(.ack, 103, 301, "cZ")
        #expect(play.heard == ["0 began 50000 > 9000"])
        play.client(.ack, 101, 301, "aQQ")
        #expect(play.heard == ["0 > a", "0 > b", "0 > cd", "0 > ef", "0 > gh"])
        #expect(play.reassembler.tally.differing == 5)
    }

    @Test func `an interface that shows each packet twice shows each byte once`() {
        let play = Play()
        for packet in Self.smallConversation {
            play.send(packet)
            play.send(packet)
        }
        #expect(
            play.heard == [
                "0 began 50000 > 9000", "0 > hello", "0 < world", "0 > finished", "0 < finished",
            ])
        #expect(play.reassembler.tally.streams == 1)
        #expect(play.reassembler.tally.strayed == 0)
        #expect(play.reassembler.tally.missing == 0)
    }

    private static let smallConversation = [
        Packet(flags: .syn, sequence: 100, acknowledgement: 0, fromClient: true),
        Packet(flags: [.syn, .ack], sequence: 300, acknowledgement: 101, fromClient: false),
        Packet(
            flags: .ack, sequence: 101, acknowledgement: 301, payload: Array("hello".utf8), fromClient: true),
        Packet(
            flags: .ack, sequence: 301, acknowledgement: 106, payload: Array("world".utf8), fromClient: false),
        Packet(flags: [.fin, .ack], sequence: 106, acknowledgement: 306, fromClient: true),
        Packet(flags: [.fin, .ack], sequence: 306, acknowledgement: 107, fromClient: false),
        Packet(flags: .ack, sequence: 107, acknowledgement: 307, fromClient: true),
    ]

    @Test func `a keep-alive and a probe of a closed window bring nothing twice`() {
        let play = Play()
        play.handshake()
        play.client(.ack, 101, 301, "abc")
        play.client(.ack, 103, 301)
        play.client(.ack, 103, 301, "?")
        play.server(.ack, 301, 104)
        // The window is closed: one byte at a time is tried, and tried again.
        play.client(.ack, 104, 301, "d")
        play.client(.ack, 104, 301, "d")
        play.client(.ack, 104, 301, "def")
        #expect(play.heard == ["0 began 50000 > 9000", "0 > abc", "0 > d", "0 > ef"])
        #expect(play.reassembler.tally.retransmitted == 0)
        #expect(play.reassembler.tally.overlapping == 1)
        #expect(play.reassembler.tally.missing == 0)
    }

    // MARK: Lost

    @Test func `bytes that the other side has and the capture has not are missed`() {
        let play = Play()
        play.handshake()
        play.client(.ack, 101, 301, "abc")
        play.client(.ack, 109, 301, "ijk")
        play.server(.ack, 301, 112)
        play.client(.ack, 112, 301, "l")
        play.client(.ack, 113, 301, "m")
        #expect(play.heard == ["0 began 50000 > 9000", "0 > abc"])
        play.client(.ack, 114, 301, "n")
        #expect(play.heard == ["0 > missed 5", "0 > ijk", "0 > l", "0 > m", "0 > n"])
        play.client(.ack, 104, 301, "defgh")
        #expect(play.heard == [])
        #expect(play.reassembler.tally.missing == 5)
    }

    @Test func `an acknowledgement that was captured before its bytes costs none`() {
        let play = Play()
        play.handshake()
        play.server(.ack, 301, 104)
        play.client(.ack, 104, 301, "def")
        play.client(.ack, 101, 301, "abc")
        for _ in 0..<5 { play.server(.ack, 301, 107) }
        #expect(play.heard == ["0 began 50000 > 9000", "0 > abc", "0 > def"])
    }

    @Test func `what is missed ends where the acknowledgement does`() {
        let play = Play(ReassemblyLimits(patience: 0))
        play.handshake()
        play.client(.ack, 121, 301, "uvw")
        play.server(.ack, 301, 111)
        #expect(play.heard == ["0 began 50000 > 9000", "0 > missed 10"])
        play.client(.ack, 111, 301, "klmnopqrst")
        #expect(play.heard == ["0 > klmnopqrst", "0 > uvw"])
    }

    @Test func `a FIN in front of which bytes are lost waits for them`() {
        let play = Play(ReassemblyLimits(patience: 0))
        play.handshake()
        play.client([.fin, .ack], 104, 301)
        #expect(play.heard == ["0 began 50000 > 9000"])
        play.server(.ack, 301, 105)
        #expect(play.heard == ["0 > missed 3", "0 > finished"])
    }

    @Test func `a last number that was acknowledged and never seen was the FIN`() {
        let play = Play(ReassemblyLimits(patience: 0))
        play.handshake()
        play.client(.ack, 101, 301, "abc")
        for _ in 0..<5 { play.server(.ack, 301, 105) }
        play.server([.fin, .ack], 301, 105)
        play.reassembler.finish()
        #expect(
            play.heard == [
                "0 began 50000 > 9000", "0 > abc", "0 < finished", "0 > finished",
                "0 over ended at 10",
            ])
        #expect(play.reassembler.tally.missing == 0)
    }

    @Test func `a FIN that was given up with the bytes before it and comes again is one`() {
        let play = Play(ReassemblyLimits(patience: 0))
        play.handshake()
        play.server(.ack, 301, 105)
        #expect(play.heard == ["0 began 50000 > 9000", "0 > missed 4"])
        play.client([.fin, .ack], 104, 301)
        #expect(play.heard == ["0 > finished"])
    }

    @Test func `where the answer to the SYN is lost, the acknowledgement says where the server begins`() {
        let play = Play(ReassemblyLimits(patience: 0))
        play.client(.syn, 100)
        play.client(.ack, 101, 301, "ask")
        play.client(.ack, 104, 311)
        play.server(.ack, 311, 104, "more")
        #expect(play.heard == ["0 began 50000 > 9000", "0 > ask", "0 < missed 10", "0 < more"])
    }

    @Test func `what a snap length cut off is missed`() {
        let play = Play()
        play.handshake()
        play.client(.ack, 101, 301, "abcdef", cut: 2)
        play.client(.ack, 107, 301, "ghi", cut: 3)
        play.client(.ack, 101, 301, "abcdefghijk")
        play.client(.ack, 115, 301, "op", cut: 1)
        play.client(.ack, 112, 301, "lmn")
        #expect(
            play.heard == [
                "0 began 50000 > 9000", "0 > abcd", "0 > missed 2", "0 > missed 3", "0 > jk", "0 > lmn",
                "0 > o", "0 > missed 1",
            ])
        #expect(play.reassembler.tally.cut == 3)
        #expect(play.reassembler.tally.missing == 6)
    }

    @Test func `a capture that paused goes on where two segments follow each other`() {
        let play = Play()
        play.handshake()
        let far: UInt32 = 101 + 20_000_000
        play.client(.ack, far, 301, "xyz")
        play.client(.ack, 200_000_000, 301, "stray")
        play.client(.ack, 101, 301, "abc")
        #expect(play.heard == ["0 began 50000 > 9000", "0 > abc"])
        play.client(.ack, far, 301, "xyz")
        play.client(.ack, far + 3, 301, "123")
        #expect(play.heard == ["0 > missed 20000000", "0 > 123"])
        #expect(play.reassembler.tally.strayed == 3)
    }

    @Test func `nothing is missed behind an end`() {
        let play = Play(ReassemblyLimits(patience: 0))
        play.handshake()
        play.client([.fin, .ack], 101, 301)
        play.server(.ack, 301, 900)
        play.client(.ack, 20_000_000, 301, "xyz")
        play.client(.ack, 20_000_003, 301, "123")
        play.client(.rst, 5000)
        play.server(.ack, 301, 6000)
        play.reassembler.finish()
        #expect(
            play.heard == ["0 began 50000 > 9000", "0 > finished", "0 > reset", "0 over ended at 9"])
        let other = Play(ReassemblyLimits(patience: 1))
        other.handshake()
        other.server(.ack, 301, 900)
        other.client([.fin, .ack], 101, 301)
        other.server(.ack, 301, 900)
        #expect(other.heard == ["0 began 50000 > 9000", "0 > finished"])
        #expect(play.reassembler.tally.missing + other.reassembler.tally.missing == 0)
    }

    // MARK: Reset

    @Test func `a reset ends a side, and the other's last bytes are still told`() {
        let play = Play()
        play.handshake()
        play.client([.rst, .ack], 101, 301)
        play.server(.ack, 301, 101, "on its way")
        #expect(play.heard == ["0 began 50000 > 9000", "0 > reset", "0 < on its way"])
        play.client(.rst, 101)
        play.client(.ack, 101, 301, "never")
        play.milliseconds = 1004
        play.client(.rst, 101)
        #expect(play.heard == ["0 over ended at 1005"])
        play.server(.ack, 311, 101, "too late")
        #expect(play.heard == [])
        #expect(play.reassembler.tally.streams == 1)
    }

    @Test func `a reset may take its number from what was acknowledged`() {
        let play = Play()
        play.handshake()
        play.client(.ack, 101, 301, "abcdef")
        play.client(.rst, 104)
        #expect(play.heard == ["0 began 50000 > 9000", "0 > abcdef", "0 > reset"])
    }

    @Test func `a reset waits for what was sent before it`() {
        let play = Play()
        play.handshake()
        play.client([.rst, .ack], 104, 301)
        #expect(play.heard == ["0 began 50000 > 9000"])
        play.client(.ack, 101, 301, "abc")
        #expect(play.heard == ["0 > abc", "0 > reset"])
    }

    @Test func `a reset far from the connection's numbers is not heard`() {
        let play = Play()
        play.handshake()
        play.client(.rst, 0x8000_0000)
        play.client(.ack, 101, 301, "abc")
        #expect(play.heard == ["0 began 50000 > 9000", "0 > abc"])
        #expect(play.reassembler.tally.strayed == 1)
    }

    @Test func `a refused connection is reset before it has a number`() {
        let play = Play()
        play.client(.syn, 100)
        play.server([.rst, .ack], 0, 101)
        play.reassembler.finish()
        #expect(play.heard == ["0 began 50000 > 9000", "0 < reset", "0 over ended at 2"])
    }

    @Test func `a side that has finished may reset what it is still sent`() {
        let play = Play()
        play.handshake()
        play.client([.fin, .ack], 101, 301)
        play.server(.ack, 301, 102, "more")
        play.client(.rst, 102)
        #expect(play.heard == ["0 began 50000 > 9000", "0 > finished", "0 < more", "0 > reset"])
    }

    @Test func `the text of a reset is no data`() {
        let play = Play()
        play.handshake()
        play.server([.rst, .ack], 301, 101, "go away")
        #expect(play.heard == ["0 began 50000 > 9000", "0 < reset"])
    }

    // MARK: Beginnings

    @Test func `who connected is guessed where the SYN is missing`() {
        let play = Play()
        play.server([.syn, .ack], 300, 101, port: 40000)
        play.server(.ack, 301, 101, "a", port: 40001)
        play.client(.ack, 101, 301, "b", port: 40002)
        play.client([.syn, .ack], 100, 301, port: 4000)
        play.server(.ack, 301, 101, "c", port: 9000)
        play.client(.ack, 301, 101, "d", port: 8000)
        #expect(
            play.heard == [
                "0 began 40000 > 9000 midway", "1 began 40001 > 9000 midway", "1 < a",
                "2 began 40002 > 9000 midway", "2 > b", "3 began 9000 > 4000 midway",
                "4 began 9000 > 9000 midway", "4 > c", "5 began 9000 > 8000 midway", "5 < d",
            ])
    }

    @Test func `a SYN's answer says where the bytes of who sent it begin`() {
        let play = Play(ReassemblyLimits(patience: 0))
        play.server([.syn, .ack], 300, 101)
        play.server(.ack, 301, 106)
        #expect(play.heard == ["0 began 50000 > 9000 midway", "0 > missed 5"])
    }

    @Test func `in its middle a connection may be met by a keep-alive`() {
        let play = Play(ReassemblyLimits(patience: 0))
        play.client(.ack, 100, 301)
        play.server(.ack, 301, 101)
        play.client(.ack, 101, 301, "abc")
        play.server(.ack, 300, 104)
        play.server(.ack, 301, 104, "def")
        #expect(play.heard == ["0 began 50000 > 9000 midway", "0 > abc", "0 < def"])
        play.client(.ack, 100, 301, port: 50001)
        play.client(.ack, 101, 301, "ghi", port: 50001)
        #expect(play.heard == ["1 began 50001 > 9000 midway", "1 > ghi"])
        #expect(play.reassembler.tally.missing == 0)
    }

    @Test func `both sides may connect at once`() {
        let play = Play()
        play.client(.syn, 100)
        play.server(.syn, 300)
        play.client([.syn, .ack], 100, 301)
        play.server([.syn, .ack], 300, 101)
        play.client(.ack, 101, 301, "abc")
        play.server(.ack, 301, 104, "def")
        #expect(play.heard == ["0 began 50000 > 9000", "0 > abc", "0 < def"])
        #expect(play.reassembler.tally.strayed == 0)
    }

    @Test func `a SYN with another number replaces the connection`() {
        let play = Play()
        play.handshake()
        play.client(.ack, 105, 301, "ef")
        play.client(.syn, 100)
        #expect(play.heard == ["0 began 50000 > 9000"])
        play.client(.syn, 7000)
        play.client(.ack, 7001, 1, "new")
        #expect(
            play.heard == [
                "0 > missed 4", "0 > ef", "0 over replaced at 6", "1 began 50000 > 9000", "1 > new",
            ])
    }

    @Test func `a SYN is known again by what was acknowledged before it`() {
        let play = Play()
        play.server(.ack, 301, 101, "a")
        play.server(.ack, 302, 121, "b")
        play.client(.syn, 100)
        play.server([.rst, .ack], 301, 101, port: 50001)
        play.client(.syn, 100, port: 50001)
        #expect(play.reassembler.tally.streams == 2)
        play.server(.ack, 301, 101, "a", port: 50002)
        play.server(.ack, 302, 121, "b", port: 50002)
        play.client(.syn, 120, port: 50002)
        #expect(play.reassembler.tally.streams == 4)
    }

    @Test func `a connection that ended is not replaced but over`() {
        let play = Play()
        for packet in Self.smallConversation { play.send(packet) }
        _ = play.heard
        play.client(.syn, 5000)
        #expect(play.heard == ["0 over ended at 8", "1 began 50000 > 9000"])
        play.reassembler.finish()
        #expect(play.heard == ["1 over traceEnded at 8"])
    }

    @Test func `a SYN's answer that was captured before the SYN takes nothing from the last connection`() {
        let play = Play(ReassemblyLimits(patience: 0))
        play.handshake()
        play.client(.ack, 101, 301, "abc")
        play.server([.syn, .ack], 900_000, 400_000)
        play.client(.syn, 399_999)
        play.server(.ack, 900_001, 400_000, "def")
        #expect(
            play.heard == [
                "0 began 50000 > 9000", "0 > abc", "0 over replaced at 6", "1 began 50000 > 9000",
                "1 < def",
            ])
        #expect(play.reassembler.tally.strayed == 1)
    }

    @Test func `the last acknowledgement of a connection that is over begins no other one`() {
        let play = Play()
        for packet in Self.smallConversation { play.send(packet) }
        play.milliseconds = 90_000
        play.server([.fin, .ack], 306, 107)
        play.client(.ack, 107, 307)
        #expect(play.reassembler.tally.streams == 1)
        play.client(.syn, 5000)
        #expect(play.reassembler.tally.streams == 2)
    }

    // MARK: Comments and counts

    @Test func `comments are told behind what the packet brought`() {
        let play = Play()
        play.client(.syn, 100, comments: ["first", "second"])
        play.server([.syn, .ack], 300, 101)
        play.client([.fin, .ack], 101, 301, "abc", comments: ["third"])
        play.server(.ack, 301, 105, comments: ["fourth"])
        #expect(
            play.heard == [
                "0 began 50000 > 9000", "0 > noted first | second", "0 > abc", "0 > finished",
                "0 > noted third", "0 < noted fourth",
            ])
    }

    @Test func `what is noted about a connection that is over is still told`() {
        let play = Play()
        for packet in Self.smallConversation { play.send(packet) }
        play.milliseconds = 90_000
        _ = play.heard
        play.client(.ack, 107, 307, comments: ["judged"])
        #expect(play.heard == ["0 over ended at 90001", "0 > noted judged"])
    }

    @Test func `packets are counted by what they are`() {
        let play = Play()
        func take(_ bytes: [UInt8], _ number: UInt64) {
            play.reassembler.take(
                bytes.span,
                PacketHead(
                    number: number, time: PacketTime(nanoseconds: 0), link: .raw, originalLength: bytes.count)
            )
        }
        play.handshake()
        take(hex("45 00 0024 1234 2000 40 06 beef 0a000001 0a000002"), 4)
        take(hex("45 00 0014 1234 0000 40 11 beef 0a000001 0a000002"), 5)
        for number in UInt64(6)..<16 { take(hex("99"), number) }
        let tally = play.reassembler.tally
        #expect(tally.packets == 15)
        #expect(tally.tcp == 3)
        #expect(tally.fragments == 1)
        #expect(tally.other == 1)
        #expect(tally.damaged == 10)
        let reason = "neither version 4 nor 6 of IP"
        #expect(tally.damages == (6...13).map { TraceTally.Damage(packet: $0, reason: reason) })
    }
}
