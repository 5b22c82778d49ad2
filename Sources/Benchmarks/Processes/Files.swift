internal import Glibc

/// The few things that a conductor does with files and folders, /proc's among them.
enum Files {
    /// All of a file, nil when it cannot be read: a process may be gone while it is looked at.
    static func read(_ path: String) -> [UInt8]? {
        // Safe: here and below, a path ends with a zero and stays in place for the length of the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var area = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            // Safe: the array stays in place for the length of the call, which is told its count.
            let count = unsafe area.withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 { return nil }
            if count == 0 { return bytes }
            bytes += area[..<count]
        }
    }

    /// A file's text, cut at white space.
    static func words(_ path: String) -> [String] {
        let text = String(decoding: read(path) ?? [], as: UTF8.self)
        return text.split { $0 == " " || $0 == "\n" || $0 == "\t" }.map(String.init)
    }

    static func write(_ text: String, to path: String) throws(Failure) {
        // Safe: as above.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .unable("\(path): \(Sockets.text(errno))") }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        // Safe: the array stays in place for the length of the call, which is told its count.
        let count = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
        }
        guard count == bytes.count else { throw .unable("\(path): could not write all of it") }
    }

    static func exists(_ path: String) -> Bool {
        // Safe: as above.
        unsafe access(path, R_OK) == 0
    }

    /// What stands in a folder, without `.` and `..`.
    static func names(in folder: String) -> [String] {
        // Safe: the handle is used until it is closed, and each entry's name is copied before the next is read.
        guard let handle = unsafe opendir(folder) else { return [] }
        defer { _ = unsafe closedir(handle) }
        var names: [String] = []
        while let entry = unsafe readdir(handle) {
            // Safe: as above; a name ends with a zero.
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
                unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// A new folder of our own.
    static func makeTemporaryFolder(in parent: String = "/tmp") throws(Failure) -> String {
        var path = Array("\(parent)/closecall-bench-XXXXXX".utf8CString)
        // Safe: the array ends with a zero and stays in place for the length of the call.
        guard unsafe mkdtemp(&path) != nil else {
            throw .unable("could not make a folder in \(parent): \(Sockets.text(errno))")
        }
        return String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes a folder and the plain files in it.
    static func removeFolder(_ folder: String) {
        // Safe: as above.
        for name in names(in: folder) { unsafe unlink("\(folder)/\(name)") }
        unsafe rmdir(folder)
    }
}
