/// The one owner of a file descriptor: it is closed when the owner goes.
public struct Descriptor: ~Copyable, Sendable {
    /// The number the kernel knows it by; -1 once closed.
    public private(set) var number: Int32

    /// Takes over `number`, which nobody else may close from now on.
    public init(owning number: Int32) {
        self.number = number
    }

    /// Whether it has not been closed yet.
    public var isOpen: Bool { number >= 0 }

    /// Closes it now rather than at the end of its life.
    public mutating func close() {
        guard isOpen else { return }
        Syscalls.close(number)
        number = -1
    }

    /// Hands the number to another owner.
    mutating func release() -> Int32 {
        defer { number = -1 }
        return number
    }

    deinit {
        if number >= 0 { Syscalls.close(number) }
    }
}
