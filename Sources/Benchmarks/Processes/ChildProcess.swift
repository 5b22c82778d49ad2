internal import Glibc

/// A process that was started here, and is ended here, by its number.
final class ChildProcess {
    let pid: pid_t
    /// The file that its standard output goes to: a pipe that nobody reads would stop it some day.
    private let output: String
    private var hasEnded = false

    /// Starts a program found by `PATH`. Should this process die, the kernel kills the child.
    ///
    /// - Parameters:
    ///   - arguments: the program and what it is told.
    ///   - environment: what is added to our own.
    ///   - log: the files that its standard output and error go to: this with `.out` and `.err` behind it.
    init(_ arguments: [String], environment: [String] = [], log: String) throws(Failure) {
        output = log + ".out"
        try Files.write("", to: output)
        pid = try Self.spawn(
            ["setpriv", "--pdeathsig", "KILL", "--"] + arguments, Self.ownEnvironment + environment,
            output: output, errors: log + ".err")
    }

    deinit { stop() }

    /// Its first line on standard output; nil when it ends without one, or says nothing for `seconds`.
    func firstLine(within seconds: Double) throws(Failure) -> String? {
        let deadline = nanoseconds() + UInt64(seconds * 1e9)
        while true {
            try Interrupts.check()
            let isLate = isGone() || nanoseconds() > deadline
            let bytes = Files.read(output) ?? []
            if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
                return String(decoding: bytes[..<end], as: UTF8.self)
            }
            if isLate { return nil }
            pause(milliseconds: 5)
        }
    }

    /// Asks it to end, waits for that, and after two seconds does not ask any more.
    func stop() {
        guard !hasEnded else { return }
        kill(pid, SIGTERM)
        for _ in 0..<200 where !isGone() { pause(milliseconds: 10) }
        guard !hasEnded else { return }
        kill(pid, SIGKILL)
        while !isGone() { pause(milliseconds: 1) }
    }

    /// Whether it has ended, by itself or otherwise.
    func isGone() -> Bool {
        if hasEnded { return true }
        var status: Int32 = 0
        // Safe: the integer outlives the call.
        hasEnded = unsafe waitpid(pid, &status, WNOHANG) != 0
        return hasEnded
    }
}

extension ChildProcess {
    private static var ownEnvironment: [String] {
        (Files.read("/proc/self/environ") ?? []).split(separator: 0).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    private static func spawn(
        _ arguments: [String], _ environment: [String], output: String, errors: String
    ) throws(Failure) -> pid_t {
        var pid: pid_t = 0
        // Safe: the actions are initialised before they are used and destroyed behind it; the texts outlive the
        // call, and both lists end with a null pointer.
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        // Safe: as above.
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        let writing = O_WRONLY | O_CREAT | O_APPEND
        unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, writing, 0o644)
        unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, writing, 0o644)
        // Safe: as above; the copies are freed below.
        var texts = unsafe arguments.map { unsafe strdup($0) } + [nil]
        var variables = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer { unsafe (texts + variables).forEach { unsafe free($0) } }
        // Safe: as above.
        let code = unsafe posix_spawnp(&pid, arguments[0], &actions, nil, &texts, &variables)
        guard code == 0 else { throw .unable("could not start \(arguments[0]): \(Sockets.text(code))") }
        return pid
    }
}
