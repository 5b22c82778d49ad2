internal import CLinux

/// The processor's cores.
enum Cores {
    /// How many this process may run on, which `taskset` and containers make fewer than there are.
    static let usable = Int(closecall_usable_cores())
}
