/// A file that lines are added to: what was written stays, whatever happens to the writer later.
///
/// Nobody else adds to it meanwhile: it is locked.
public struct AppendFile: ~Copyable, Sendable {
    /// Where it is.
    public let path: String
    private let file: Descriptor
    /// How long it is; 0 for what is no file, such as a pipe.
    public private(set) var size: Int
    /// Whether it is a file on a disk, and not a pipe or a device.
    public let isRegular: Bool

    /// Opens `path` to add to it, and makes it if it is not there. `EWOULDBLOCK` when somebody else has it open here.
    public init(path: String) throws(SystemError) {
        let file = Descriptor(owning: try Syscalls.openToAppend(path))
        let (isRegular, size) = try Syscalls.kindAndSize(of: file.number, path)
        if isRegular { try Syscalls.tryLock(file.number, path) }
        self.init(path, file, isRegular, size)
    }

    /// Opens `path`, and what it held is gone; nothing is gone where somebody else has it open here.
    public static func emptying(_ path: String) throws(SystemError) -> AppendFile {
        var file = try AppendFile(path: path)
        if file.isRegular, file.size > 0 {
            try Syscalls.cut(file.file.number, to: 0, path)
            file.size = 0
        }
        return file
    }

    /// The process's standard output, be it a pipe, a terminal or a file.
    public static func standardOutput() throws(SystemError) -> AppendFile {
        let file = try Syscalls.duplicate(1)
        // What is before our bytes is not ours to take back: a file counts as no file here.
        return AppendFile("the standard output", file, false, 0)
    }

    private init(_ path: String, _ file: consuming Descriptor, _ isRegular: Bool, _ size: Int) {
        self.path = path
        self.file = file
        self.isRegular = isRegular
        self.size = size
    }

    /// Whether its last byte ends no line: whoever wrote it was stopped while writing. In doubt, yes.
    public func isTorn() -> Bool {
        guard isRegular, size > 0 else { return false }
        guard let last = try? Syscalls.byte(at: size - 1, of: path) else { return true }
        return last != UInt8(ascii: "\n")
    }

    /// Adds these, and waits for the file to take them; how many it took, and why not all.
    public mutating func append(_ bytes: Span<UInt8>) -> (written: Int, failure: SystemError?) {
        var written = 0
        do throws(SystemError) {
            while written < bytes.count {
                written += try Syscalls.write(file.number, bytes.extracting(droppingFirst: written), path)
            }
        } catch {
            if isRegular { size += written }
            return (written, error)
        }
        if isRegular { size += written }
        return (written, nil)
    }

    /// Takes the last `count` bytes away again; false when that cannot be.
    public mutating func takeBack(_ count: Int) -> Bool {
        guard count > 0 else { return true }
        guard isRegular, count <= size else { return false }
        do throws(SystemError) {
            try Syscalls.cut(file.number, to: size - count, path)
            size -= count
            return true
        } catch {
            return false
        }
    }

    /// Takes a file's name away; nothing happens where there is none.
    public static func remove(_ path: String) { Syscalls.unlink(path) }

    /// Cuts it off behind `size` bytes, be they written through this or another descriptor; false when that cannot be.
    public mutating func cut(to size: Int) -> Bool {
        guard isRegular, (try? Syscalls.cut(file.number, to: size, path)) != nil else { return false }
        self.size = size
        return true
    }

    /// A descriptor of its own for somebody else who writes to the same open file, and closes it.
    public func anotherDescriptor() throws(SystemError) -> Int32 {
        var copy = try Syscalls.duplicate(file.number)
        return copy.release()
    }

    /// Gives the files `path`, `path.1`, … the next higher number, `keep` being the highest, and forgets what had that
    /// one. Those that are open stay open under their new name.
    public static func shift(_ path: String, keep: Int) throws(SystemError) {
        for number in stride(from: keep - 1, through: 0, by: -1) {
            let name = number == 0 ? path : "\(path).\(number)"
            do throws(SystemError) { try Syscalls.rename(name, to: "\(path).\(number + 1)") } catch {
                if !error.isMissingFile { throw error }
            }
        }
    }
}

extension SystemError {
    /// Whether somebody else holds the file's lock.
    public var isLocked: Bool { operation == SystemCall.flock.rawValue }
}
