internal import CLinux

/// A system call that failed: what was called, on what, and the kernel's answer.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The `errno`.
    public let code: Int32
    /// The name of the call, such as `connect`.
    public let operation: String
    /// What it was about, such as an address; empty when there is nothing to say.
    public let subject: String

    /// An error of `operation` on `subject`.
    public init(_ code: Int32, operation: String, subject: String = "") {
        self.code = code
        self.operation = operation
        self.subject = subject
    }

    /// The error's symbol, such as `ECONNREFUSED`.
    public var name: String {
        // Safe: glibc answers a static string, or null for a number it does not know.
        guard let text = unsafe closecall_error_name(code) else { return "errno \(code)" }
        return unsafe String(cString: text)
    }

    /// One line, such as `connect 127.0.0.1:1: connection refused (ECONNREFUSED)`.
    public var description: String {
        let place = subject.isEmpty ? operation : "\(operation) \(subject)"
        return "\(place): \(words)"
    }

    /// Without the call and its subject, such as `permission denied (EACCES)`: for sentences that name them.
    public var words: String { "\(text) (\(name))" }

    /// Whether there is no such file.
    public var isMissingFile: Bool { code == ENOENT }

    /// A file that is bigger than anybody meant.
    static func tooBig(_ path: String) -> SystemError {
        SystemError(EFBIG, operation: "read", subject: path)
    }

    /// A file that somebody made shorter.
    static func cutShort(_ path: String) -> SystemError {
        SystemError(EIO, operation: "read", subject: path)
    }

    /// The kernel's text as part of a sentence.
    private var text: String {
        // Safe: glibc answers a static string, or null for a number it does not know.
        guard let text = unsafe closecall_error_text(code) else { return "unknown error" }
        let words = unsafe String(cString: text)
        return words.prefix(1).lowercased() + words.dropFirst()
    }
}
