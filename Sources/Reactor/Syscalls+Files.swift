internal import CLinux
internal import Glibc

extension Syscalls {
    /// Closes without a second try: on Linux the number is free even when the call was interrupted.
    static func close(_ descriptor: Int32) {
        _ = Glibc.close(descriptor)
    }

    /// Another number for the same open file.
    static func duplicate(_ descriptor: Int32) throws(SystemError) -> Descriptor {
        Descriptor(owning: Int32(try check(.fcntl) { closecall_duplicate(descriptor) }))
    }

    /// The limit after it was raised to the hard one; -1 when the kernel does not say.
    static func raiseDescriptorLimit() -> Int {
        Int(closecall_raise_descriptor_limit())
    }

    static func unlink(_ path: String) {
        // Safe: the path is a zero-ended text for the length of the call.
        _ = call(.unlink) { unsafe Glibc.unlink(path) }
    }

    static func openToRead(_ path: String) throws(SystemError) -> Int32 {
        try open(path, O_RDONLY)
    }

    /// For one's own eyes, when it is not there yet.
    static func openToAppend(_ path: String) throws(SystemError) -> Int32 {
        try open(path, O_WRONLY | O_APPEND | O_CREAT, mode: 0o600)
    }

    /// A new file; fails when there is one, be it a link to elsewhere.
    static func create(_ path: String, mode: mode_t) throws(SystemError) -> Int32 {
        try open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
    }

    /// The same, to be read as well.
    static func createScratch(_ path: String) throws(SystemError) -> Int32 {
        try open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
    }

    /// For everybody's eyes; what stood there before is gone.
    static func openToReplace(_ path: String) throws(SystemError) -> Int32 {
        try open(path, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o644)
    }

    private static func open(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(SystemError) -> Int32 {
        // Safe: the path is a zero-ended text for the length of the call.
        Int32(try check(.open, path) { unsafe Glibc.open(path, flags | O_CLOEXEC, mode) })
    }

    /// Whether it is a file on a disk, and how long then.
    static func kindAndSize(of file: Int32, _ path: String) throws(SystemError) -> (
        isRegular: Bool, size: Int
    ) {
        var status = stat()
        // Safe: the structure outlives the call.
        _ = try check(.fstat, path) { unsafe fstat(file, &status) }
        let isRegular = status.st_mode & S_IFMT == S_IFREG
        return (isRegular, isRegular ? Int(status.st_size) : 0)
    }

    /// One byte of a file.
    static func byte(at place: Int, of path: String) throws(SystemError) -> UInt8 {
        let file = Descriptor(owning: try openToRead(path))
        var byte: UInt8 = 0
        // Safe: the byte outlives the call, which writes no more than it.
        let count = try check(.read, path) { unsafe pread(file.number, &byte, 1, place) }
        guard count == 1 else { throw SystemError(EIO, operation: "read", subject: path) }
        return byte
    }

    /// Makes a file shorter.
    static func cut(_ file: Int32, to size: Int, _ path: String) throws(SystemError) {
        _ = try check(.ftruncate, path) { ftruncate(file, size) }
    }

    /// Gives a file another name; what had that name is gone.
    static func rename(_ path: String, to name: String) throws(SystemError) {
        // Safe: the paths are zero-ended texts for the length of the call.
        _ = try check(.rename, path) { unsafe Glibc.rename(path, name) }
    }

    /// The permissions.
    static func mode(of file: Int32, _ path: String) throws(SystemError) -> mode_t {
        var status = stat()
        // Safe: the structure outlives the call.
        _ = try check(.fstat, path) { unsafe fstat(file, &status) }
        return status.st_mode
    }

    /// What `path` is, and its permissions; of a link, what it leads to, unless it is the link that is asked for.
    static func mode(at path: String, ofLink: Bool = false) throws(SystemError) -> mode_t {
        var status = stat()
        // Safe: the path is a zero-ended text and the structure ours for the length of the call.
        _ = try check(.stat, path) { unsafe ofLink ? lstat(path, &status) : stat(path, &status) }
        return status.st_mode
    }

    /// The names in a folder, but for its own and its parent's, in no order.
    static func names(in path: String) throws(SystemError) -> [String] {
        // Safe: the path is a zero-ended text for the length of the call.
        guard let folder = unsafe opendir(path) else {
            throw SystemError(errno, operation: "opendir", subject: path)
        }
        // Safe: it is open until here, and nobody else has it.
        defer { _ = unsafe closedir(folder) }
        guard let start = MemoryLayout<dirent>.offset(of: \.d_name) else { return [] }
        var names: [String] = []
        errno = 0
        // Safe: the entry stays until the next call; its name is a zero-ended text, copied at once. The structure is
        // never copied as a whole, for the kernel cuts it off behind the name.
        while let entry = unsafe readdir(folder) {
            let name = unsafe UnsafeRawPointer(entry).advanced(by: start)
            let text = unsafe String(cString: name.assumingMemoryBound(to: CChar.self))
            if text != ".", text != ".." { names.append(text) }
            errno = 0
        }
        if errno != 0 { throw SystemError(errno, operation: "readdir", subject: path) }
        return names
    }

    /// How much was read; 0 at the end.
    static func read(
        _ file: Int32, into buffer: borrowing ReadBuffer, _ path: String
    ) throws(SystemError) -> Int {
        // Safe: the buffer is alive while borrowed and has `capacity` bytes.
        try check(.read, path) { unsafe Glibc.read(file, buffer.start, buffer.capacity) }
    }

    /// How much was read from `place` on; 0 at the end.
    static func read(
        _ file: Int32, into buffer: borrowing ReadBuffer, at place: Int, _ path: String
    ) throws(SystemError) -> Int {
        // Safe: the buffer is alive while borrowed and has `capacity` bytes.
        try check(.read, path) { unsafe pread(file, buffer.start, buffer.capacity, place) }
    }

    /// How much was written.
    static func write(_ file: Int32, _ bytes: Span<UInt8>, _ path: String = "") throws(SystemError) -> Int {
        try unsafe bytes.withUnsafeBufferPointer { buffer throws(SystemError) in
            var count = buffer.count
            #if DEBUG
                if let limit = faults?.limit(.write) { count = min(count, limit) }
            #endif
            // Safe: the span's bytes stay in place for the length of the closure.
            return try check(.write, path) { unsafe Glibc.write(file, buffer.baseAddress, count) }
        }
    }

    static func writeAll(_ file: Int32, _ bytes: [UInt8], _ path: String) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            written += try write(file, bytes.span.extracting(droppingFirst: written), path)
        }
    }

    /// Waits until the bytes are on the disk.
    static func sync(_ file: Int32, _ path: String) throws(SystemError) {
        _ = try check(.fsync, path) { fsync(file) }
    }

    /// Gives a file a second name; false when something has that name.
    static func link(_ path: String, as name: String) throws(SystemError) -> Bool {
        // Safe: the paths are zero-ended texts for the length of the call.
        let result = call(.link) { unsafe Glibc.link(path, name) }
        if -result == EEXIST { return false }
        if result < 0 { throw SystemError(Int32(-result), operation: "link", subject: name) }
        return true
    }

    /// A folder that only its owner may enter. One that is there already is as good.
    static func makeFolder(_ path: String) throws(SystemError) {
        // Safe: the path is a zero-ended text for the length of the call.
        let result = call(.mkdir) { unsafe mkdir(path, 0o700) }
        if result < 0, -result != EEXIST {
            throw SystemError(Int32(-result), operation: "mkdir", subject: path)
        }
    }

    /// Waits until nobody else holds the file's lock; closing the file lets go of it.
    static func lock(_ file: Int32) throws(SystemError) {
        _ = try check(.flock) { flock(file, LOCK_EX) }
    }

    /// Takes the file's lock, or fails at once when somebody else holds it.
    static func tryLock(_ file: Int32, _ path: String) throws(SystemError) {
        _ = try check(.flock, path) { flock(file, LOCK_EX | LOCK_NB) }
    }
}
