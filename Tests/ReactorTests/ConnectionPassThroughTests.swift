import CLinux
import Testing

@testable import Reactor

@Suite struct ConnectionPassThroughTests {
    static let header: [UInt8] = [0x82, 127, 0, 0, 0, 0, 0, 45, 198, 192]
    static let tail: [UInt8] = [0x88, 2, 3, 0xE8]

    static func payload(_ count: Int) -> [UInt8] {
        // A prime period, so that no likely shift looks right.
        var bytes = (0..<16_381).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 4) }
        while bytes.count < count { bytes += bytes }
        return Array(bytes.prefix(count))
    }

    /// client, left | right, server: what comes on the left goes on at the right, the payload unseen.
    private struct Relay {
        let client = Probe()
        let left = Probe()
        let right = Probe()
        let server = Probe()
        let clientEnd: Connection
        let leftEnd: Connection
        let rightEnd: Connection
        let serverEnd: Connection

        init(on loop: EventLoop, at address: SocketAddress = anyLoopbackPort) async throws {
            let first = try await connect(client, left, at: address, on: loop)
            let second = try await connect(right, server, at: address, on: loop)
            (clientEnd, leftEnd) = first
            (rightEnd, serverEnd) = second
        }

        /// Gives the kernel little room, so that a peer who does not read is soon felt.
        func narrow() throws {
            for end in [clientEnd, leftEnd, rightEnd, serverEnd] {
                try Syscalls.setOption(end.descriptor.number, SOL_SOCKET, SO_SNDBUF, 65_536)
                try Syscalls.setOption(end.descriptor.number, SOL_SOCKET, SO_RCVBUF, 65_536)
            }
        }

        /// Runs `body` on the loop as soon as bytes are stuck on their way.
        func whenStuck<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
            await withCheckedContinuation { continuation in
                let loop = leftEnd.loop
                @Sendable func look() {
                    if rightEnd.inbound?.pipe != nil { return continuation.resume(returning: body()) }
                    loop.schedule(after: .milliseconds(1)) { look() }
                }
                loop.submit { look() }
            }
        }

        /// Reads a header alone, lets `count` bytes pass behind it, then reads on.
        func passBehindHeader(_ count: Int) {
            leftEnd.readLimit = header.count
            let right = rightEnd
            left.onBytes = { connection, bytes in
                right.write(bytes.span, more: true)
                if bytes == header {
                    #expect(connection.passThrough(count, to: right))
                    connection.readLimit = .max
                }
            }
        }
    }

    @Test(arguments: ["TCP", "Unix"])
    func `a payload passes between what is read before and behind it, unseen`(_ kind: String) async throws {
        let path = "/tmp/closecall-reactor-pass-\(getpid()).sock"
        try await withLoop { loop in
            let relay = try await Relay(on: loop, at: kind == "TCP" ? anyLoopbackPort : .unix(path: path))
            let payload = Self.payload(3_000_000)
            let sent = Self.header + payload + Self.tail
            await loop.perform {
                relay.passBehindHeader(payload.count)
                relay.clientEnd.write(sent)
            }
            await relay.server.waitForBytes(sent.count, on: loop)
            #expect(relay.server.received == sent)
            #expect(relay.left.received == Self.header + Self.tail)
            #expect(relay.left.passed.events.reduce(0, +) == payload.count)
            #expect(await loop.perform { relay.rightEnd.bufferedBytes } == 0)
        }
    }

    @Test func `a target that is full stops the source, and what is written later comes behind`() async throws
    {
        try await withLoop { loop in
            let relay = try await Relay(on: loop)
            let payload = Self.payload(3_000_000)
            await loop.perform {
                #expect(throws: Never.self) { try relay.narrow() }
                relay.passBehindHeader(payload.count)
                relay.serverEnd.pauseReading()
                relay.clientEnd.write(Self.header + payload)
                relay.rightEnd.lowWater = 0
            }
            let passed = await relay.whenStuck {
                let held = relay.rightEnd.bufferedBytes
                #expect((1...SplicePipe.size).contains(held))
                relay.rightEnd.write([1, 2, 3])
                #expect(relay.rightEnd.bufferedBytes == held + 3)
                relay.serverEnd.resumeReading()
                return relay.left.passed.events.reduce(0, +)
            }
            await relay.server.waitForBytes(Self.header.count + payload.count + 3, on: loop)
            let expected = Self.header + payload.prefix(passed) + [1, 2, 3] + payload.dropFirst(passed)
            #expect(relay.server.received == expected)
            #expect(relay.right.log.events.contains(.drained))
        }
    }

    @Test(arguments: ["end", "reset"])
    func `an end on the way comes behind the bytes before it`(_ deed: String) async throws {
        try await withLoop { loop in
            let relay = try await Relay(on: loop)
            let half = Self.payload(1_500_000)
            await loop.perform {
                relay.passBehindHeader(3_000_000)
                relay.serverEnd.pauseReading()
                relay.clientEnd.write(Self.header + half)
                if deed == "end" {
                    relay.clientEnd.finish()
                } else {
                    relay.clientEnd.reset(flushWithin: .seconds(9))
                }
            }
            await loop.perform { relay.serverEnd.resumeReading() }
            await relay.left.log.wait(on: loop) { !$0.isEmpty }
            #expect(relay.left.passed.events.reduce(0, +) == half.count)
            let reset = Probe.Event.failed(.system(SystemError(ECONNRESET, operation: "recv")))
            let splicedReset = Probe.Event.failed(.system(SystemError(ECONNRESET, operation: "splice")))
            let event = try #require(relay.left.log.events.first)
            #expect(
                deed == "end" ? event == .peerFinished(.finished) : [reset, splicedReset].contains(event))
            await relay.server.waitForBytes(Self.header.count + half.count, on: loop)
            #expect(relay.server.received == Self.header + half)
            #expect(await loop.perform { relay.leftEnd.endPassThrough() } == (deed == "end" ? 1_500_000 : 0))
        }
    }

    @Test func `a target that breaks gives the rest back, and no signal kills`() async throws {
        try await withLoop { loop in
            let relay = try await Relay(on: loop)
            let payload = Self.payload(3_000_000)
            await loop.perform {
                #expect(throws: Never.self) { try relay.narrow() }
                relay.passBehindHeader(payload.count)
                relay.serverEnd.pauseReading()
                relay.clientEnd.write(Self.header + payload)
            }
            await relay.whenStuck { relay.serverEnd.reset() }
            _ = await relay.right.waitForClosed(on: loop)
            #expect(await loop.perform { relay.rightEnd.bufferedBytes } == 0)
            await loop.perform { relay.clientEnd.finish() }
            await relay.left.log.wait(on: loop) { !$0.isEmpty }
            let passed = relay.left.passed.events.reduce(0, +)
            #expect(relay.left.received == Self.header + payload.dropFirst(passed))
        }
    }

    @Test func `a source that is closed leaves its last bytes under way`() async throws {
        try await withLoop { loop in
            let relay = try await Relay(on: loop)
            let payload = Self.payload(3_000_000)
            await loop.perform {
                #expect(throws: Never.self) { try relay.narrow() }
                relay.passBehindHeader(payload.count)
                relay.serverEnd.pauseReading()
                relay.clientEnd.write(Self.header + payload)
            }
            let passed = await relay.whenStuck {
                relay.leftEnd.close()
                relay.rightEnd.finish()
                return relay.left.passed.events.reduce(0, +)
            }
            await loop.perform { relay.serverEnd.resumeReading() }
            await relay.server.log.wait(on: loop) { $0 == [.peerFinished(.finished)] }
            #expect(relay.server.received == Self.header + payload.prefix(passed))
        }
    }

    @Test func `bytes and an announced end leave together under a cork`() async throws {
        try await withLoop { loop in
            let relay = try await Relay(on: loop)
            // Less than half the first window, above which TCP cuts it in pieces anyway.
            let payload = Self.payload(20_000)
            let segments = Log<Int>()
            await loop.perform {
                relay.passBehindHeader(payload.count)
                relay.left.tellsAnnouncements = true
                relay.left.onAnnounced = { _ in relay.rightEnd.cork() }
                relay.left.onPeerFinished = { _ in
                    let before = segmentsSent(by: relay.rightEnd.descriptor.number)
                    relay.rightEnd.finish()
                    relay.rightEnd.uncork()
                    segments.add(segmentsSent(by: relay.rightEnd.descriptor.number) - before)
                }
                relay.clientEnd.batch {
                    relay.clientEnd.write(Self.header + payload)
                    relay.clientEnd.finish()
                }
            }
            let counts = await segments.wait(on: loop) { !$0.isEmpty }
            #expect(counts == [1])
            await relay.server.log.wait(on: loop) { $0 == [.peerFinished(.finished)] }
            #expect(relay.server.received == Self.header + payload)
        }
    }

    @Test func `where it cannot be it says so`() async throws {
        try await withLoop { loop in
            let relay = try await Relay(on: loop)
            let other = try await Relay(on: loop)
            await loop.perform {
                let (left, right) = (relay.leftEnd, relay.rightEnd)
                let count = 20_000
                #expect(!left.passThrough(0, to: right))
                #expect(!left.passThrough(16_384, to: right), "not worth it")
                #expect(!left.passThrough(count, to: left))
                #expect(left.passThrough(count, to: right))
                #expect(left.passThrough(count, to: right))
                #expect(!left.passThrough(.max, to: right))
                #expect(!left.passThrough(count, to: other.rightEnd), "one way at a time")
                #expect(!other.leftEnd.passThrough(count, to: right), "one way at a time")
                #expect(left.endPassThrough() == 2 * count)
                #expect(other.leftEnd.passThrough(count, to: right))
                other.leftEnd.endPassThrough()
                #expect(left.passThrough(count, to: right))
                left.endPassThrough()
                right.finish()
                #expect(!left.passThrough(count, to: right), "its end was sent")
                left.close()
                #expect(!left.passThrough(count, to: other.rightEnd))
            }
        }
    }

    #if DEBUG
        @Test func `short splices, interruptions and full sockets change no byte`() async throws {
            let faults = SyscallFaults()
            faults.shorten(.splice, to: 33_333)
            for call in stride(from: 2, to: 600, by: 3) {
                faults.fail(.splice, nth: call, with: [EINTR, EAGAIN, EINTR, ENOBUFS, EAGAIN][call % 15 / 3])
            }
            try await intact(faults) { faults.calls(of: .splice) > 100 }
        }

        @Test(arguments: [EMFILE, ENFILE])
        func `without pipes the bytes are copied`(_ code: Int32) async throws {
            let faults = SyscallFaults()
            for call in 1...2000 { faults.fail(.pipe, nth: call, with: code) }
            try await intact(faults) { faults.calls(of: .splice) == 0 }
        }

        @Test func `where splice is forbidden the bytes are copied`() async throws {
            let faults = SyscallFaults()
            for call in 1...2000 { faults.fail(.splice, nth: call, with: EPERM) }
            try await intact(faults) { faults.calls(of: .splice) == 1 }
        }

        private func intact(_ faults: SyscallFaults, _ isAsPlanned: () -> Bool) async throws {
            try await withLoop(faults) { loop in
                let relay = try await Relay(on: loop)
                let payload = Self.payload(2_000_000)
                let sent = Self.header + payload + Self.tail
                await loop.perform {
                    relay.passBehindHeader(payload.count)
                    relay.clientEnd.write(sent)
                }
                await relay.server.waitForBytes(sent.count, on: loop)
                #expect(relay.server.received == sent)
                #expect(relay.left.received == Self.header + Self.tail)
                #expect(isAsPlanned())
            }
        }
    #endif
}
