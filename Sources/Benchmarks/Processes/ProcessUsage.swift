internal import Glibc

/// What a process has used, as /proc tells it.
struct ProcessUsage {
    let pid: Int32

    /// CPU time in nanoseconds of all its threads, also of those that have ended; 0 when it is gone.
    ///
    /// /proc/PID/stat counts in hundredths of a second, and /proc/PID/task/*/schedstat forgets ended threads.
    func cpuNanoseconds() -> UInt64 {
        var clock = clockid_t()
        var time = timespec()
        // Safe: both outlive the calls, which fill them.
        guard unsafe clock_getcpuclockid(pid, &clock) == 0, unsafe clock_gettime(clock, &time) == 0 else {
            return 0
        }
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }

    /// Resident memory in bytes, exact: statm's figure is kept by thread and lags behind.
    func residentBytes() -> Int {
        let words = Files.words("/proc/\(pid)/smaps_rollup")
        guard let index = words.firstIndex(of: "Rss:"), index + 1 < words.count else { return 0 }
        return (Int(words[index + 1]) ?? 0) * 1024
    }
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
