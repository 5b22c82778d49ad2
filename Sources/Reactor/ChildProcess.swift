internal import CLinux
internal import Glibc

/// A program that was started here, and is ended here.
///
/// It leads a process group of its own, so that what it starts ends with it. Everything here waits on the calling
/// thread: it is for campaigns and their like, not for loops.
public final class ChildProcess {
    /// Where its standard output and its standard error go.
    public enum Output: Sendable {
        /// To `read`, both in one.
        case pipe
        /// To a file, which is made or emptied.
        case file(String)
        /// To where ours go.
        case inherited
        /// Nowhere.
        case nothing
    }

    /// How it ended.
    public enum Exit: Hashable, Sendable {
        /// By itself, with this status.
        case status(Int32)
        /// By this signal.
        case signal(Int32)
    }

    /// The number the kernel knows it by.
    public let pid: Int32
    private var reader: Descriptor
    private var exit: Exit?

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - command: the program, found by `PATH`, and its arguments.
    ///   - environment: variables that are set besides our own, or instead.
    ///   - folder: where it is started; nil for where we are.
    ///   - output: where what it prints goes.
    public init(
        _ command: [String], environment: [(name: String, value: String)] = [], in folder: String? = nil,
        output: Output = .pipe
    ) throws(SystemError) {
        var ends: (reader: Int32, writer: Int32) = (-1, -1)
        switch output {
        case .pipe: ends = try Self.makePipe()
        case .file(let path): ends.writer = try Self.open(path)
        case .nothing: ends.writer = try Self.open("/dev/null")
        case .inherited: break
        }
        reader = Descriptor(owning: ends.reader)
        // Ours is closed behind the start: only then does the reader hear of the end.
        let writer = Descriptor(owning: ends.writer)
        pid = try Self.start(command, environment, in: folder, output: writer.number)
    }

    deinit { stop(patience: .zero) }

    /// What it has written since it was last asked; empty when `wait` has passed without a byte, nil when it has ended
    /// and everything was read.
    public func read(within wait: Duration) -> [UInt8]? {
        guard reader.isOpen else { return self.wait(atMost: wait) == nil ? [] : nil }
        // Who it started may hold the pipe long after it is gone.
        let wait = hasExited ? .zero : wait
        guard hasInput(within: wait) else { return hasExited && !hasInput(within: .zero) ? nil : [] }
        let bytes = readOnce()
        if bytes.isEmpty {
            reader.close()
            return read(within: .zero)
        }
        return bytes
    }

    /// How it ended; nil when it still runs after `wait`.
    @discardableResult
    public func wait(atMost wait: Duration) -> Exit? {
        let deadline = MonotonicTime.current + wait
        while !hasExited {
            guard MonotonicTime.current < deadline else { return nil }
            usleep(1000)
        }
        return exit
    }

    /// Sends a signal to it and to what it started.
    public func signal(_ number: Int32) {
        guard !hasExited else { return }
        kill(-pid, number)
    }

    /// Asks it to end, waits so long, and then kills it. What it started ends with it.
    public func stop(patience: Duration) {
        signal(SIGTERM)
        if wait(atMost: patience) == nil {
            signal(SIGKILL)
            wait(atMost: .seconds(10))
        }
    }
}

extension ChildProcess {
    private var hasExited: Bool {
        if exit != nil { return true }
        var status: Int32 = 0
        // Safe: here and below, what is filled outlives the call.
        var found = unsafe siginfo_t()
        let waited = unsafe waitid(P_PID, id_t(pid), &found, WEXITED | WNOHANG | WNOWAIT)
        guard waited == 0, unsafe found.si_signo == SIGCHLD else { return false }
        // As long as it is not reaped, nobody else can have its number, and so its group's.
        kill(-pid, SIGKILL)
        guard unsafe waitpid(pid, &status, 0) == pid else { return false }
        exit = status & 0x7F == 0 ? .status(status >> 8 & 0xFF) : .signal(status & 0x7F)
        return true
    }

    private func hasInput(within wait: Duration) -> Bool {
        var entry = pollfd(fd: reader.number, events: Int16(POLLIN), revents: 0)
        let milliseconds = Int32(clamping: (wait.wholeMicroseconds + 999) / 1000)
        // Safe: one entry, as is said.
        return unsafe poll(&entry, 1, milliseconds) > 0
    }

    /// All that is there, up to 64 KiB; nothing at the end.
    private func readOnce() -> [UInt8] {
        // Safe: the kernel is told how much room there is, and answers how much it filled.
        unsafe [UInt8](unsafeUninitializedCapacity: 64 * 1024) { area, count in
            count = unsafe max(0, Glibc.read(reader.number, area.baseAddress, area.count))
        }
    }

    private static func makePipe() throws(SystemError) -> (reader: Int32, writer: Int32) {
        var ends: (reader: Int32, writer: Int32) = (-1, -1)
        // Safe: both numbers outlive the call, which writes one each.
        _ = try Syscalls.check(.pipe) { unsafe closecall_process_pipe(&ends.reader, &ends.writer) }
        return ends
    }

    private static func open(_ path: String) throws(SystemError) -> Int32 {
        // Safe: the path ends with a zero and stays in place for the length of the call.
        Int32(
            try Syscalls.check(.open, path) {
                unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
            })
    }

    private static func start(
        _ command: [String], _ environment: [(name: String, value: String)], in folder: String?, output: Int32
    ) throws(SystemError) -> Int32 {
        var pid: pid_t = 0
        let arguments = packed(command)
        let variables = packed(environment.map { "\($0.name)=\($0.value)" })
        // Safe: the lists hold as many texts as are told, each with a zero behind it, and everything outlives the
        // call, which keeps nothing of it.
        let code = unsafe arguments.withUnsafeBufferPointer { arguments in
            unsafe variables.withUnsafeBufferPointer { variables in
                unsafe closecall_start_process(
                    arguments.baseAddress, Int32(command.count), variables.baseAddress,
                    Int32(environment.count), folder, output, &pid)
            }
        }
        guard code == 0 else { throw SystemError(code, operation: "start", subject: command.first ?? "") }
        return pid
    }

    private static func packed(_ texts: [String]) -> [CChar] {
        texts.flatMap { $0.utf8.filter { $0 != 0 }.map { CChar(bitPattern: $0) } + [0] }
    }
}
