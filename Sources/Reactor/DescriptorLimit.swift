/// How many descriptors this process may have open.
public enum DescriptorLimit {
    /// Raises the limit as far as it may be raised without privileges, and answers what it is then. Programs that
    /// use `select` break above 1024, which is why systems start with that; epoll does not mind.
    @discardableResult
    public static func raise() -> Int { Syscalls.raiseDescriptorLimit() }
}
