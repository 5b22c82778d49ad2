import Synchronization
import Testing

@testable import Reactor

@Suite struct EventLoopTests {
    @Test func `timers fire in order of their deadlines, equal ones in order of arrival`() async throws {
        try await withLoop { loop in
            let fired = Log<String>()
            await loop.perform {
                let start = loop.now
                for (name, wait) in [("c", 3000), ("a", 1000), ("d", 3000), ("b", 1001), ("now", 0)] {
                    loop.schedule(at: start + .microseconds(wait)) {
                        #expect(loop.now >= start + .microseconds(wait))
                        fired.add(name)
                    }
                }
            }
            #expect(await fired.wait(on: loop) { $0.count == 5 } == ["now", "a", "b", "c", "d"])
        }
    }

    @Test func `a cancelled timer does not fire, and can be cancelled once`() async throws {
        try await withLoop { loop in
            let fired = Log<String>()
            await loop.perform {
                let early = loop.schedule(after: .milliseconds(1)) { fired.add("cancelled") }
                let late = loop.schedule(after: .milliseconds(2)) { fired.add("cancelled") }
                loop.schedule(after: .milliseconds(1)) {
                    #expect(loop.cancel(late))
                    #expect(!loop.cancel(late))
                }
                loop.schedule(after: .milliseconds(3)) { fired.add("last") }
                #expect(loop.cancel(early))
            }
            #expect(await fired.wait(on: loop) { $0.contains("last") } == ["last"])
        }
    }

    @Test func `a timer that sets itself anew for now lets jobs through`() async throws {
        try await withLoop { loop in
            let stop = Log<Bool>()
            await loop.perform {
                func again() {
                    if stop.events.isEmpty { loop.schedule(after: .zero) { again() } }
                }
                again()
            }
            await loop.perform { stop.add(true) }
            #expect(stop.events == [true])
        }
    }

    @Test func `jobs from many threads all run on the loop, each thread's in its order`() async throws {
        try await withLoop { loop in
            let ran = Log<(thread: Int, number: Int)>()
            let threads = try (0..<4).map { thread in
                try LoopThread.start("submitter") {
                    for number in 0..<500 {
                        loop.submit {
                            loop.assertOnLoop()
                            ran.add((thread, number))
                        }
                    }
                }
            }
            for thread in threads { thread.join() }
            let all = await ran.wait(on: loop) { $0.count == 2000 }
            for thread in 0..<4 {
                #expect(all.filter { $0.thread == thread }.map(\.number) == Array(0..<500))
            }
        }
    }

    @Test func `a loop knows its own thread`() async throws {
        try await withLoop { loop in
            #expect(!loop.isOnLoop)
            #expect(await loop.perform { loop.isOnLoop })
        }
    }

    @Test func `what was accepted before the stop still runs`() throws {
        let loop = try EventLoop.start(name: "test")
        let ran = Log<Int>()
        for number in 0..<100 { loop.submit { ran.add(number) } }
        loop.stop()
        #expect(ran.events == Array(0..<100))
        #expect(!loop.submit { ran.add(-1) })
    }

    @Test func `a loop can stop itself`() async throws {
        let loop = try EventLoop.start(name: "test")
        loop.submit { loop.stop() }
        while loop.submit({}) { await Task.yield() }
    }

    #if DEBUG
        @Test func `an idle loop uses no time`() async throws {
            let faults = SyscallFaults()
            try await withLoop(faults) { loop in
                let used = Log<Int>()
                await loop.perform {
                    loop.schedule(after: .milliseconds(10)) {
                        let before = faults.calls(of: .epollWait)
                        loop.schedule(after: .milliseconds(100)) {
                            used.add(faults.calls(of: .epollWait) - before)
                        }
                    }
                }
                #expect(await used.wait(on: loop) { !$0.isEmpty }[0] <= 2)
            }
        }
    #endif

    #if DEBUG
        @Test func `without epoll_pwait2 the loop waits in milliseconds`() async throws {
            let faults = SyscallFaults()
            // Each wait is two calls then: the refused one and the one that is made instead.
            for call in stride(from: 1, to: 2000, by: 2) { faults.fail(.epollWait, nth: call, with: 38) }
            try await withLoop(faults) { loop in
                let fired = Log<Duration>()
                await loop.perform {
                    let start = loop.now
                    loop.schedule(after: .microseconds(1500)) { fired.add(loop.now - start) }
                }
                #expect(await fired.wait(on: loop) { !$0.isEmpty }[0] >= .microseconds(1500))
            }
        }
    #endif
}
