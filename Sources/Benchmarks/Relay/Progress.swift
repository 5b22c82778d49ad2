internal import CLinux
internal import Glibc

/// What is being done, for a person who waits at a terminal.
enum Progress {
    private static let isTerminal = isatty(STDERR_FILENO) == 1

    static func show(_ text: String) {
        if isTerminal { write("\r\u{1B}[K\(text)") }
    }

    static func clear() {
        if isTerminal { write("\r\u{1B}[K") }
    }

    /// A line that stays.
    static func note(_ text: String) {
        clear()
        write(text + "\n")
    }

    private static func write(_ text: String) {
        // Safe: the text ends with a zero, and the stream lives as long as the process.
        _ = unsafe fputs(text, closecall_stderr())
    }
}
