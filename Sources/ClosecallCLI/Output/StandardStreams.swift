internal import Glibc

/// The process's own streams behind an `Output`.
enum StandardStreams {
    /// A reader that goes away becomes an ordinary write error: a server verb must still end its sessions and
    /// flush its trace. Programs that we start inherit this, so whoever starts one sets it back.
    static func ignoreBrokenPipeSignal() {
        _ = signal(SIGPIPE, SIG_IGN)
    }

    static func output(environment: Environment) -> Output {
        Output(
            standardOutput: stream(STDOUT_FILENO, environment: environment),
            standardError: stream(STDERR_FILENO, environment: environment)
        ) { channel, text in
            switch channel {
            case .standardOutput: write(text, to: STDOUT_FILENO)
            case .standardError: write(text, to: STDERR_FILENO)
            }
        }
    }

    /// The standard input's lines.
    static let input = Input(isTerminal: isatty(STDIN_FILENO) == 1) { read(from: STDIN_FILENO) }

    /// Colour on a terminal, unless NO_COLOR (no-color.org) or TERM=dumb says otherwise.
    static func stream(_ descriptor: Int32, environment: Environment) -> Output.Stream {
        guard isatty(descriptor) == 1 else { return .pipe }
        let isPlain = environment["NO_COLOR"] != nil || environment["TERM"] == "dumb"
        let width = environment["COLUMNS"].flatMap { Int($0) } ?? columns(of: descriptor) ?? 80
        return Output.Stream(
            isTerminal: true, style: isPlain ? .plain : .coloured, width: max(40, width))
    }

    private static func columns(of descriptor: Int32) -> Int? {
        var size = winsize()
        // Safe: the kernel writes one winsize into ours, which outlives the call.
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    private static func write(_ text: String, to descriptor: Int32) -> Output.WriteResult {
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            // Safe: the pointer stays inside the array's own storage for the length of the call.
            let count = unsafe bytes[start...].withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
            }
            if count >= 0 {
                start += count
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN: wait(descriptor, for: POLLOUT)
            case EPIPE: return .readerGone
            case let number:
                // Safe: the message is copied at once; strerror's buffer is only shared between threads that
                // fail.
                return .failed(reason: unsafe String(cString: strerror(number)))
            }
        }
        return .written
    }

    /// What comes next, after waiting for it; nothing at the end, and when it cannot be read.
    private static func read(from descriptor: Int32) -> [UInt8] {
        while true {
            var count = 0
            // Safe: the kernel writes at most as many bytes as the array has room for.
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 64 * 1024) { buffer, used in
                unsafe count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                used = max(0, count)
            }
            if count >= 0 { return bytes }
            switch errno {
            case EINTR: continue
            case EAGAIN: wait(descriptor, for: POLLIN)
            default: return []
            }
        }
    }

    /// A terminal that another program left non-blocking: wait as a blocking one would.
    private static func wait(_ descriptor: Int32, for event: Int32) {
        var entry = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        // Safe: one entry, ours, for the length of the call.
        _ = unsafe poll(&entry, 1, -1)
    }
}
