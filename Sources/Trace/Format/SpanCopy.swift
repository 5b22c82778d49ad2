extension [UInt8] {
    /// Adds what a span holds.
    mutating func append(copying source: Span<UInt8>) {
        // Safe: the pointer does not leave the closure, and append copies from it. Byte by byte, a debug build would
        // take minutes for what tests write.
        unsafe source.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
