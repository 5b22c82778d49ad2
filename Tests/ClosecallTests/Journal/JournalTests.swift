#if DEBUG
    import Foundation
    import Glibc
    import Observer
    import Scenarios
    import Testing

    @testable import Closecall
    @testable import Reactor

    @Suite(.timeLimit(.minutes(1)))
    struct JournalTests {
        private let folder: JournalFolder

        init() throws { folder = try JournalFolder() }

        private func plan(_ change: (inout Journal.Plan) -> Void = { _ in }) -> Journal.Plan {
            let head = JournalHead(closecall: "1", command: ["closecall", "proxy"])
            var plan = Journal.Plan(path: folder.journal, head: head, style: .init { _ in "" })
            plan.pause = .zero
            change(&plan)
            return plan
        }

        private func opened(_ session: Int) -> JournalEntry {
            .opened(session: session, client: .ipv4(0x7F00_0001, port: 1), at: Moment(microseconds: 1))
        }

        private func write(_ sessions: ClosedRange<Int>, _ plan: Journal.Plan) async throws {
            let journal = try Journal(plan)
            for session in sessions { journal.add(opened(session)) }
            let (missed, failure) = await journal.finish()
            #expect(missed == 0 && failure == nil)
        }

        @Test func `lines are there soon, in order, and a second run is added`() async throws {
            try await write(1...3, plan())
            try await write(1...2, plan())
            let lines = try folder.lines()
            #expect(
                lines.events == [
                    "journal.start", "session.open", "session.open", "session.open", "journal.start",
                    "session.open", "session.open",
                ])
            #expect(lines.sessions == [1, 2, 3, 1, 2])
        }

        @Test func `what is added to a torn line begins a new one`() async throws {
            try folder.write("{\"event\":\"session.end\"}\n{\"event\":\"sess")
            try await write(7...7, plan())
            let lines = try folder.text().split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count == 5 && lines[1] == "{\"event\":\"sess" && lines[4].isEmpty)
            #expect(try LineValue(lines[2])["event"]?.text == "journal.start")
            #expect(try LineValue(lines[3])["session"] == .whole(7))
        }

        @Test func `a file has one writer, and who comes second is told`() async throws {
            let journal = try Journal(plan())
            let error = #expect(throws: SystemError.self) { _ = try Journal(plan()) }
            #expect(error?.isLocked == true)
            _ = await journal.finish()
        }

        @Test func `what cannot be opened is an error`() throws {
            let error = #expect(throws: SystemError.self) {
                _ = try Journal(plan { $0.path = folder.path + "/no/run.jsonl" })
            }
            #expect(error?.isMissingFile == true)
        }

        @Test func `a full file becomes an older part, and no line is lost or cut`() async throws {
            try await write(1...200, plan { $0.rotation = JournalRotation(size: 4096, keep: 3) })
            #expect(folder.names == ["run.jsonl", "run.jsonl.1", "run.jsonl.2", "run.jsonl.3"])
            var sessions: [Double] = []
            var parts: [Double] = []
            for name in folder.names.reversed() {
                #expect(try folder.text(name).utf8.count <= 4096)
                let lines = try folder.lines(name)
                #expect(lines.events.first == "journal.start")
                parts += lines.compactMap { $0["part"]?.number }
                sessions += lines.sessions
            }
            let first = try #require(sessions.first)
            // The oldest were forgotten; from there on all are there, in order.
            #expect(first > 1 && sessions == Array(Int(first)...200).map(Double.init))
            #expect(parts == Array(Int(parts[0])...Int(parts[0]) + 3).map(Double.init))
        }

        @Test func `a run does not begin in a file that is full already`() async throws {
            try folder.write(String(repeating: "x", count: 5000) + "\n")
            try await write(1...1, plan { $0.rotation = JournalRotation(size: 4096, keep: 2) })
            #expect(folder.names == ["run.jsonl", "run.jsonl.1"])
            #expect(try folder.lines().events == ["journal.start", "session.open"])
        }

        @Test func `a line larger than a file may be has a file of its own`() async throws {
            let scenario = JournalScenario(.init(), seed: 1)
            let journal = try Journal(
                plan {
                    $0.head.command = [String(repeating: "x", count: 3000)]
                    $0.head.scenario = scenario
                    $0.rotation = JournalRotation(size: 2048, keep: 9)
                })
            for session in 1...3 { journal.add(opened(session)) }
            _ = await journal.finish()
            #expect(folder.names.count == 3)
            for name in folder.names {
                #expect(try folder.lines(name).events == ["journal.start", "session.open"])
            }
        }

        @Test func `the part after a reload begins with the scenario that is in force`() async throws {
            let journal = try Journal(plan { $0.rotation = JournalRotation(size: 2048, keep: 9) })
            journal.add(.scenario(JournalScenario(.init(), seed: 77), at: Moment(microseconds: 1)))
            for session in 1...20 { journal.add(opened(session)) }
            _ = await journal.finish()
            #expect(try folder.lines("run.jsonl.1")[0]["seed"] == .null)
            #expect(try folder.lines()[0]["seed"]?.text == "77")
        }

        /// The n-th writes fail, counted from the first line's own. Entries come one by one: each when as many writes as
        /// it waits for have been tried.
        private func withFullDisk(
            _ failing: [Int], shortening: Int? = nil, _ waits: [Int]
        ) async throws -> (missed: Int, failure: SystemError?, troubles: Int) {
            let faults = SyscallFaults()
            for nth in failing { faults.fail(.write, nth: nth, with: ENOSPC) }
            let troubles = Locked(0)
            return try await Syscalls.$faults.withValue(faults) {
                let journal = try Journal(plan()) { _ in troubles.withLock { $0 += 1 } }
                if let shortening { faults.shorten(.write, to: shortening) }
                for (session, wait) in zip(1..., waits) {
                    while faults.calls(of: .write) < wait {
                        try await Task.sleep(for: .milliseconds(1))
                    }
                    journal.add(opened(session))
                }
                let (missed, failure) = await journal.finish()
                return (missed, failure, troubles.withLock { $0 })
            }
        }

        @Test func `a full disk is told once, and the journal goes on when there is room`() async throws {
            let told = try await withFullDisk([2], [1, 2])
            #expect(told.missed == 1 && told.failure?.name == "ENOSPC" && told.troubles == 1)
            let lines = try folder.lines()
            #expect(lines.events == ["journal.start", "journal.missed", "session.open"])
            #expect(lines[1]["count"] == .whole(1) && lines.sessions == [2])
        }

        @Test func `a line that the disk took in part is taken back`() async throws {
            let told = try await withFullDisk([4], shortening: 20, [1, 4])
            #expect(told.missed == 1 && told.failure?.name == "ENOSPC" && told.troubles == 1)
            let lines = try folder.lines()
            #expect(lines.events == ["journal.start", "journal.missed", "session.open"])
            #expect(lines[1]["count"] == .whole(1) && lines.sessions == [2])
        }

        @Test func `a disk that is full from the start stops nobody`() async throws {
            let told = try await withFullDisk([1, 2], [1, 2])
            #expect(told.missed == 1 && told.troubles == 1)
            #expect(try folder.lines().events == ["journal.start", "journal.missed", "session.open"])
        }

        @Test func `a disk that becomes full again and again is told once, and each time in the file`()
            async throws
        {
            let told = try await withFullDisk([2, 4], [1, 2, 3, 4])
            #expect(told.missed == 2 && told.troubles == 1)
            let lines = try folder.lines()
            #expect(lines.sessions == [2, 4])
            #expect(lines.events.filter { $0 == "journal.missed" }.count == 2)
        }

        @Test func `what a slow file has no room for is counted where it is missing`() async throws {
            let pipe = Pipe()
            let journal = try Journal(
                plan {
                    $0.path = "/proc/self/fd/\(pipe.fileHandleForWriting.fileDescriptor)"
                    $0.room = 1000
                })
            // Far more than a pipe takes that nobody reads.
            for session in 1...5000 { journal.add(opened(session)) }
            async let reading = Self.read(pipe.fileHandleForReading)
            let (missed, failure) = await journal.finish()
            pipe.fileHandleForWriting.write(Data("end\n".utf8))
            let lines = try await reading.split(separator: "\n").dropLast().map { try LineValue($0) }
            #expect(missed > 0 && failure == nil)
            #expect(lines.events.count { $0 == "session.open" } == 5000 - missed)
            #expect(lines.compactMap { $0["count"]?.number }.reduce(0, +) == Double(missed))
            #expect(lines.sessions == lines.sessions.sorted())
        }

        /// Reads up to the line `end`, on a thread that may wait.
        private static func read(_ pipe: FileHandle) async -> String {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    var data = Data()
                    while !data.suffix(4).elementsEqual("end\n".utf8) { data += pipe.availableData }
                    continuation.resume(returning: String(decoding: data, as: UTF8.self))
                }
            }
        }

        @Test func `a device that takes nothing is told once`() async throws {
            let troubles = Locked(0)
            let journal = try Journal(plan { $0.path = "/dev/full" }) { _ in troubles.withLock { $0 += 1 } }
            for session in 1...100 { journal.add(opened(session)) }
            let (missed, failure) = await journal.finish()
            #expect(missed == 100 && failure?.name == "ENOSPC")
            #expect(troubles.withLock { $0 } == 1)
        }
    }
#endif
