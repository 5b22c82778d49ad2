/// A pipe that bytes pass through inside the kernel.
final class SplicePipe {
    /// What it holds at most. The kernel grants a process so many large ones; later ones are smaller.
    static let size = 1024 * 1024

    let reader: Descriptor
    let writer: Descriptor

    init() throws(SystemError) {
        let ends = try Syscalls.makePipe(size: Int32(Self.size))
        reader = Descriptor(owning: ends.reader)
        writer = Descriptor(owning: ends.writer)
    }
}
