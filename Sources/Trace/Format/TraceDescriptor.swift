internal import Glibc

/// An open file or pipe that is read.
final class TraceDescriptor {
    /// Whose it is in messages.
    let name: String
    private let number: Int32
    /// Whether somebody else closes it.
    private var isGivenAway = false

    /// Opens a path, or standard input for `-`.
    init(path: String) throws(TraceProblem) {
        name = path == "-" ? "standard input" : path
        // A copy of standard input, so that both kinds are closed alike.
        // Safe: the path is lent as a C string during the call.
        number = unsafe path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw TraceProblem("cannot open \(name)", errno: errno) }
        if (status?.st_mode ?? 0) & S_IFMT == S_IFDIR {
            throw TraceProblem("\(name) is a directory", advice: "name a capture file in it")
        }
    }

    deinit {
        if number >= 0 && !isGivenAway { close(number) }
    }

    /// How long it is by now; nil for what is no file.
    var size: UInt64? {
        guard let status, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return UInt64(clamping: status.st_size)
    }

    /// Reads into `bytes` from `place` on as much as there is room and data for; 0 where there is none at present.
    func read(into bytes: inout [UInt8], from place: Int) throws(TraceProblem) -> Int {
        while true {
            // Safe: the buffer is the array's part from `place` on, within its bounds or empty.
            let count = unsafe bytes.withUnsafeMutableBytes { memory in
                let room = unsafe UnsafeMutableRawBufferPointer(rebasing: memory.dropFirst(place))
                return unsafe Glibc.read(number, room.baseAddress, room.count)
            }
            if count >= 0 { return count }
            if errno == EAGAIN { return 0 }
            if errno != EINTR { throw TraceProblem("reading \(name) failed", errno: errno) }
        }
    }

    /// Lets the last `count` bytes be read again; false where there is no way back.
    func goBack(_ count: Int) -> Bool { lseek(number, -off_t(count), SEEK_CUR) >= 0 }

    /// Goes back to before the `first` bytes that were read, and gives the file away as a C stream, which must be open
    /// as long as this object is asked for its size; the stream uses `buffer`. nil if that fails.
    func stream(
        again first: [UInt8], buffer: UnsafeMutableRawBufferPointer
    ) -> UnsafeMutablePointer<FILE>? {
        let isSeekable = goBack(first.count)
        // Safe: the mode is a C string literal; from here on the stream owns the descriptor.
        guard let stream = unsafe fdopen(number, "rb") else { return nil }
        isGivenAway = true
        // Safe: the caller keeps the buffer until the stream is closed, and it is as long as is told.
        unsafe setvbuf(stream, buffer.baseAddress, _IOFBF, buffer.count)
        if !isSeekable {
            // ISO C promises room for one byte; glibc has it for more.
            for byte in first.reversed() { _ = unsafe ungetc(Int32(byte), stream) }
        }
        return unsafe stream
    }

    private var status: stat? {
        var status = stat()
        // Safe: the pointer is to a structure of our own.
        return unsafe fstat(number, &status) == 0 ? status : nil
    }
}

extension TraceProblem {
    /// What the system said of it.
    init(_ reason: String, errno code: Int32, advice: String? = nil) {
        // Safe: the C library's text for a number, ended by a zero byte; it is copied at once.
        self.init("\(reason): \(unsafe String(cString: strerror(code)))", advice: advice)
    }
}
