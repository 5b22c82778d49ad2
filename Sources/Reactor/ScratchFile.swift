/// A file without a name, for what does not fit into memory: it is gone with the process, however that ends.
public struct ScratchFile: ~Copyable {
    private let path: String
    private let file: Descriptor
    /// How long it is.
    public private(set) var size = 0

    /// Makes one in `folder`.
    public init(in folder: String) throws(SystemError) {
        path = "\(folder)/.closecall-\(UInt64.random(in: .min ... .max))"
        file = Descriptor(owning: try Syscalls.createScratch(path))
        Syscalls.unlink(path)
    }

    /// Adds these bytes; where they stand.
    public mutating func append(_ bytes: [UInt8]) throws(SystemError) -> Range<Int> {
        let start = size
        try Syscalls.writeAll(file.number, bytes, path)
        size += bytes.count
        return start..<size
    }

    /// Hands out the bytes of a place, some at once and in order.
    public func read(_ place: Range<Int>, _ take: (Span<UInt8>) -> Void) throws(SystemError) {
        let buffer = ReadBuffer(capacity: 64 * 1024)
        var start = place.lowerBound
        while start < place.upperBound {
            let count = try Syscalls.read(file.number, into: buffer, at: start, path)
            guard count > 0 else { throw SystemError.cutShort(path) }
            let wanted = min(count, place.upperBound - start)
            buffer.withFirst(wanted) { take($0.span) }
            start += wanted
        }
    }
}
