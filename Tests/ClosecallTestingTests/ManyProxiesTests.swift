import Closecall
import Foundation
import Faults
import Scenarios
import Testing

struct ManyProxiesTests {
    /// In a process of its own: what it holds is counted, and must be nobody else's.
    @Test(.timeLimit(.minutes(5)))
    func `a thousand tests in one process have a proxy each at the same time, and leave nothing behind`()
        async
    {
        await #expect(processExitsWith: .success) {
            let count = 1000
            allowDescriptors(UInt(count * 10))
            try await EchoServer.withServer { server in
                // What is made once and kept is made by the first round: the clients' loop, the pools' threads.
                try await Crowd(count).meet(before: server.url)
                let before = try await Holdings.settled()
                var (after, growths) = (before, [Int]())
                for _ in 0..<3 {
                    try await Crowd(count).meet(before: server.url)
                    let now = try await Holdings.settled()
                    growths.append(now.memory - after.memory)
                    after = now
                }
                // A leak would be thousands; a pool may have a thread more.
                #expect(after.descriptors < before.descriptors + 10)
                #expect(after.threads < before.threads + 10)
                // A report that nobody let go would be a KiB or more for each of a thousand, in every round; what
                // the C library keeps comes and goes.
                #expect(growths.contains { $0 < 512 }, "\(growths) KiB")
            }
        }
    }
}

/// As many tests as there are codes, that wait for each other.
private struct Crowd {
    private let count: Int
    private let barrier: Barrier

    init(_ count: Int) {
        self.count = count
        barrier = Barrier(count)
    }

    /// Each has a proxy that answers with its own word, and closes with its own code.
    func meet(before server: String) async throws {
        let urls = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<count { group.addTask { try await test(number, before: server) } }
            var urls: Set<String> = []
            for try await url in group { urls.insert(url) }
            return urls
        }
        #expect(urls.count == count)
    }

    private func test(_ number: Int, before server: String) async throws -> String {
        let scenario = ScenarioSource.rules {
            On(.text, direction: .toClient, nth: 1) {
                Replace { $0.payload = Payload(text: "word \(number)") }
            }
        }
        return try await ChaosProxy.withProxy(to: server, scenario: scenario) { proxy in
            let code = 3000 + number
            let (word, event) = try await talk(to: proxy.url, code: code)
            #expect(word == "word \(number)" && event.map { Int($0.code) } == code && event?.wasClean == true)
            let ending = try #require(await proxy.ending(of: 1)).ending
            #expect(ending.matches(client: .code(code, wasClean: true), server: .code(code, wasClean: true)))
            #expect(await proxy.totals().sessions == 1)
            return proxy.url
        }
    }

    private func talk(to url: String, code: Int) async throws -> (String?, CloseEvent?) {
        let socket = try WebSocket(url)
        var word: String?
        for await event in socket.events {
            switch event {
            case .open: try socket.send("hello")
            case .message(let message):
                word = message.text
                await barrier.wait()
                try socket.close(code: code)
            case .close(let event): return (word, event)
            case .error: break
            }
        }
        return (word, nil)
    }
}

/// Lets nobody go before all have come.
private actor Barrier {
    private var missing: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { missing = count }

    func wait() async {
        missing -= 1
        guard missing > 0 else {
            waiting.forEach { $0.resume() }
            waiting = []
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }
}

/// What a process has.
private struct Holdings {
    let descriptors: Int
    let threads: Int
    /// In KiB.
    let memory: Int

    /// When the echo server has noticed that its clients are gone, too.
    static func settled() async throws -> Holdings {
        var last = now()
        for _ in 0..<200 {
            try await Task.sleep(for: .milliseconds(50))
            let holdings = now()
            if holdings.descriptors == last.descriptors { return holdings }
            last = holdings
        }
        return last
    }

    private static func now() -> Holdings {
        Holdings(
            descriptors: count(in: "/proc/self/fd"), threads: count(in: "/proc/self/task"),
            memory: memory())
    }

    private static func memory() -> Int {
        giveBackFreeMemory()
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? -1
    }

    private static func count(in folder: String) -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: folder).count) ?? -1
    }
}

/// As far as the machine lets us.
private func allowDescriptors(_ wanted: UInt) {
    var limit = rlimit()
    // Safe: the kernel writes one `rlimit` into ours, and reads it.
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = min(max(limit.rlim_cur, rlim_t(wanted)), limit.rlim_max)
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}

/// What was freed stays with the process, in pieces between what is used: it is given back first, so that what is left
/// is what somebody keeps.
private func giveBackFreeMemory() {
    // Safe: the function is the C library's own, and this is its type.
    guard let symbol = unsafe dlsym(nil, "malloc_trim") else { return }
    let trim = unsafe unsafeBitCast(symbol, to: (@convention(c) (Int) -> Int32).self)
    _ = trim(0)
}
