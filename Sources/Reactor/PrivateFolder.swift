/// A folder for what only its owner may read, such as keys.
public struct PrivateFolder: Sendable {
    /// Where it is.
    public let path: String

    /// Nothing is made before `make()`.
    public init(_ path: String) {
        self.path = path
    }

    /// Where a file of this name is.
    public func path(of name: String) -> String { "\(path)/\(name)" }

    /// Makes it and those above it, as far as they are not there, for nobody else to enter.
    public func make() throws(SystemError) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/\(part)"
            try Syscalls.makeFolder(made)
        }
    }

    /// The contents of a file; nil when there is none.
    public func read(_ name: String) throws(SystemError) -> SmallFile.Contents? {
        do throws(SystemError) {
            return try SmallFile.read(path(of: name))
        } catch {
            if error.isMissingFile { return nil }
            throw error
        }
    }

    /// Makes a file, whole at once: who looks meanwhile sees no file, and who reads it later sees all of it.
    /// False when there was one already, which is left as it is.
    public func create(_ name: String, _ bytes: [UInt8], isSecret: Bool) throws(SystemError) -> Bool {
        let draft = path(of: ".\(name).\(UInt64.random(in: .min ... .max))")
        defer { Syscalls.unlink(draft) }
        let file = Descriptor(owning: try Syscalls.create(draft, mode: isSecret ? 0o600 : 0o644))
        try Syscalls.writeAll(file.number, bytes, draft)
        try Syscalls.sync(file.number, draft)
        return try Syscalls.link(draft, as: path(of: name))
    }

    /// Runs `body` while no other process runs one for this folder. The kernel lets go of the lock when its
    /// holder dies; a file system without locks is used without.
    public func alone<Value, Failure: Error>(
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let lock = Descriptor(owning: (try? Syscalls.openToRead(path)) ?? -1)
        if lock.isOpen { try? Syscalls.lock(lock.number) }
        // Closing it lets go of the lock.
        return try body()
    }
}
