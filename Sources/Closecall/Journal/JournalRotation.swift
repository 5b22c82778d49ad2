/// When a journal begins a new file.
public struct JournalRotation: Hashable, Sendable {
    /// No file grows larger, unless a single line is.
    public var size: Int
    /// So many older parts are kept: `FILE.1` is the newest of them.
    public var keep: Int

    /// A rotation by size.
    public init(size: Int, keep: Int = 9) {
        self.size = size
        self.keep = keep
    }
}
