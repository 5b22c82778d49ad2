import CLinux
import Testing

@testable import Reactor

#if DEBUG
    @Suite struct SyscallsTests {
        /// Each of them may happen at any call; none of them may be seen by anyone.
        @Test func `short transfers, interruptions and full buffers change no byte`() async throws {
            let faults = SyscallFaults()
            faults.shorten(.send, to: 777)
            faults.shorten(.recv, to: 1001)
            for call in stride(from: 1, to: 400, by: 3) {
                faults.fail(.send, nth: call, with: [EINTR, EAGAIN, ENOBUFS][call % 9 / 3])
                faults.fail(.recv, nth: call, with: [EINTR, EAGAIN][call % 2])
                faults.fail(.sendmsg, nth: call, with: [EINTR, EAGAIN, ENOBUFS][call % 9 / 3])
                faults.fail(.epollWait, nth: call, with: EINTR)
            }
            try await withLoop(faults) { loop in
                let (client, server) = (Probe(), Probe())
                server.onBytes = { $0.write($1) }
                server.onPeerFinished = { $0.finish() }
                let ends = try await connect(client, server, on: loop)
                let sent = (0..<60_000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 4) }
                await loop.perform {
                    for start in stride(from: 0, to: sent.count, by: 6000) {
                        ends.client.write(Array(sent[start..<start + 6000]))
                    }
                    ends.client.finish()
                }
                let events = await client.waitForClosed(on: loop)
                #expect(events.filter { $0 != .drained } == [.peerFinished(.finished), .closed])
                #expect(client.received == sent)
            }
        }

        @Test func `an error that is not about the peer is told by its name`() async throws {
            let faults = SyscallFaults()
            faults.fail(.recv, nth: 1, with: ENOMEM)
            try await withLoop(faults) { loop in
                let (client, server) = (Probe(), Probe())
                let ends = try await connect(client, server, on: loop)
                await loop.perform { ends.client.write([1]) }
                let events = await server.waitForClosed(on: loop)
                #expect(events == [.failed(.system(SystemError(ENOMEM, operation: "recv"))), .closed])
            }
        }

        @Test func `a write that fails for a reason of its own ends the connection too`() async throws {
            let faults = SyscallFaults()
            faults.fail(.send, nth: 1, with: EMSGSIZE)
            try await withLoop(faults) { loop in
                let (client, server) = (Probe(), Probe())
                let ends = try await connect(client, server, on: loop)
                await loop.perform { ends.client.write([1]) }
                let events = await client.waitForClosed(on: loop)
                #expect(events == [.failed(.system(SystemError(EMSGSIZE, operation: "send"))), .closed])
            }
        }
    }
#endif
