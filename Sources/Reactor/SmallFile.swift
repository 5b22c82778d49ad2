/// Files that are read and written whole, such as certificates.
public enum SmallFile {
    /// More is no file that anybody meant.
    public static let most = 4 << 20

    /// What a file holds, and whether others than its owner may read it.
    public struct Contents: Sendable {
        /// All of it.
        public let bytes: [UInt8]
        /// Whether its group or everybody may.
        public let isOpenToOthers: Bool
    }

    /// Reads all of `path`; `EFBIG` when that is more than `most` bytes.
    public static func read(_ path: String, most: Int = most) throws(SystemError) -> Contents {
        let file = Descriptor(owning: try Syscalls.openToRead(path))
        let mode = try Syscalls.mode(of: file.number, path)
        let buffer = ReadBuffer(capacity: 16 * 1024)
        var bytes: [UInt8] = []
        while case let count = try Syscalls.read(file.number, into: buffer, path), count > 0 {
            buffer.withFirst(count) { bytes += $0.span.copied }
            if bytes.count > most { throw SystemError.tooBig(path) }
        }
        return Contents(bytes: bytes, isOpenToOthers: mode & 0o077 != 0)
    }

    /// Writes a file, or what is to stand in it from now on.
    public static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
        let file = Descriptor(owning: try Syscalls.openToReplace(path))
        try Syscalls.writeAll(file.number, bytes, path)
    }
}
