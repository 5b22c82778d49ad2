internal import Glibc

/// What a process has used, as /proc tells it.
struct ProcessUsage {
    let pid: Int32

    /// CPU time in nanoseconds, of all its threads. /proc/PID/stat counts in hundredths of a second only.
    func cpuNanoseconds() -> UInt64 {
        Files.names(in: "/proc/\(pid)/task").reduce(0) { sum, thread in
            let words = Files.words("/proc/\(pid)/task/\(thread)/schedstat")
            return sum + (words.first.flatMap { UInt64($0) } ?? 0)
        }
    }

    /// Resident memory in bytes, exact: statm's figure is kept by thread and lags behind.
    func residentBytes() -> Int {
        let words = Files.words("/proc/\(pid)/smaps_rollup")
        guard let index = words.firstIndex(of: "Rss:"), index + 1 < words.count else { return 0 }
        return (Int(words[index + 1]) ?? 0) * 1024
    }

    /// How many threads it has.
    func threads() -> Int { Files.names(in: "/proc/\(pid)/task").count }
}

/// Keeps this process, and those it will start, on one core. A ping-pong across cores has two regimes, minutes
/// apart, and neither says anything about the relay.
func stayOnCore(_ core: Int, log: String) throws(Failure) {
    let child = try ChildProcess(["taskset", "-cp", "\(core)", "\(ownProcess)"], log: log)
    guard try child.firstLine(within: 5) != nil else {
        throw .unable("taskset could not choose core \(core)")
    }
    while !child.isGone() { pause(milliseconds: 1) }
}

/// This process's number.
var ownProcess: Int32 { getpid() }
