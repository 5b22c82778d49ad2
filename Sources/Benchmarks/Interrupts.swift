internal import Glibc
internal import Synchronization

/// Ctrl-C and its like, remembered until a loop asks: whoever started processes has to end them first.
enum Interrupts {
    private static let asked = Atomic<Bool>(false)

    /// From here on SIGINT, SIGTERM and SIGHUP only leave a note.
    static func watch() {
        // Touches the atomic before a handler may: its first use allocates.
        asked.store(false, ordering: .relaxed)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            _ = signal(number) { _ in Interrupts.asked.store(true, ordering: .relaxed) }
        }
    }

    static func check() throws(Failure) {
        guard asked.load(ordering: .relaxed) else { return }
        throw Failure(kind: .interrupted, description: "interrupted")
    }
}
