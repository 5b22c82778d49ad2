#if DEBUG
    import Glibc
    import Testing
    import Trace

    @testable import Closecall
    @testable import Reactor

    @Suite struct TraceFileTests {
        private static func threePackets() -> PacketPage {
            let room = PageRoom()
            var made = SegmentSynthesizer(
                initiator: TCPEnd(.v4(1), port: 1), responder: TCPEnd(.v4(2), port: 2), interface: 0, seed: 0)
            made.connect(into: room)
            return room.page
        }

        @Test(arguments: [nil, 20])
        func `where the disk takes no more, the file stays a row of whole blocks`(part: Int?) throws {
            let folder = try JournalFolder()
            let plan = TracePlan(path: folder.path + "/full.pcapng")
            var file = try TraceFile.begin(plan)
            let page = Self.threePackets()
            #expect(page.show(into: &file) { $1.append($0) } == nil)
            let faults = SyscallFaults()
            faults.fail(.write, nth: part == nil ? 1 : 3, with: ENOSPC)
            if let part { faults.shorten(.write, to: part) }
            let problem = Syscalls.$faults.withValue(faults) { page.show(into: &file) { $1.append($0) } }
            #expect(problem?.reason.contains("full.pcapng\": no space left on device") == true)
            #expect(page.show(into: &file) { $1.append($0) }?.reason.hasSuffix("takes no more") == true)
            let trace = try ReadTrace(path: plan.path)
            #expect(trace.packets.map(\.flags) == [0x02, 0x12, 0x10])
        }

        @Test func `what stood in the file before is gone`() throws {
            let folder = try JournalFolder()
            try folder.write(String(repeating: "old", count: 1000), to: "x.pcapng")
            _ = try TraceFile.begin(TracePlan(path: folder.path + "/x.pcapng"))
            #expect(try ReadTrace(path: folder.path + "/x.pcapng").packets.isEmpty)
        }
    }

    private final class PageRoom: PacketRoom {
        let page = PacketPage(capacity: 4096)
        let ticks: UInt64 = 1

        func page(for size: Int, on interface: Int) -> PacketPage? { page }
    }
#endif
