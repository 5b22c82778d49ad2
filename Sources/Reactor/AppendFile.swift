/// A file that lines are added to, each whole: what was written stays, whatever happens to the writer later.
public final class AppendFile: Sendable {
    private let file: Locked<Int32>
    /// Where it is.
    public let path: String

    /// Opens `path` to add to it, and makes it if it is not there.
    public init(path: String) throws(SystemError) {
        self.path = path
        file = Locked(try Syscalls.openToAppend(path))
    }

    deinit {
        Syscalls.close(file.withLock { $0 })
    }

    /// Adds all of these, and waits for the file to take them.
    public func append(_ bytes: [UInt8]) throws(SystemError) {
        try file.withLock { file throws(SystemError) in try Syscalls.writeAll(file, bytes, path) }
    }
}
