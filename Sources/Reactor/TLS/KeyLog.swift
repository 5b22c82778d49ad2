internal import COpenSSL

/// Where TLS sessions write their secrets, so that Wireshark can read what was captured: the file that
/// SSLKEYLOGFILE names for browsers and curl.
///
/// Whoever reads it can read the sessions, so only its owner may. Every line is one write at the end of the file:
/// sessions of several threads, and other programs with the same file, do not cut into each other's lines.
public final class KeyLog: Sendable {
    private let file: Locked<Int32>?
    private let listener: (@Sendable (String) -> Void)?

    /// Opens `path` to add to it, and makes it if it is not there.
    ///
    /// - Parameter listener: hears every line too, on the thread of the session that it belongs to.
    public init(
        path: String, listener: (@Sendable (String) -> Void)? = nil
    ) throws(SystemError) {
        file = Locked(try Syscalls.openToAppend(path))
        self.listener = listener
    }

    /// A log that is in no file.
    public init(listener: @escaping @Sendable (String) -> Void) {
        file = nil
        self.listener = listener
    }

    deinit {
        file?.withLock { Syscalls.close($0) }
    }

    /// Adds a line. A full disk loses the line, not the session.
    func append(_ line: String) {
        listener?(line)
        let bytes = Array((line + "\n").utf8)
        file?.withLock { _ = try? Syscalls.write($0, bytes.span) }
    }
}

// Safe: OpenSSL keeps the pointer in the context, whose owner keeps the log for as long.
extension KeyLog {
    /// Has `context` write its sessions' secrets here. The log must live as long as the context.
    func watch(_ context: OpaquePointer) {
        // Safe: number 0 is the application's own; nothing else uses it.
        unsafe SSL_CTX_set_ex_data(context, 0, Unmanaged.passUnretained(self).toOpaque())
        // Safe: `session` is alive for the call, and `line` is a zero-ended text.
        unsafe SSL_CTX_set_keylog_callback(context) { session, line in
            guard let session = unsafe session, let line = unsafe line,
                let log = unsafe SSL_CTX_get_ex_data(SSL_get_SSL_CTX(session), 0)
            else { return }
            // Safe: the context's owner keeps the log alive, and sessions keep their context's owner.
            unsafe Unmanaged<KeyLog>.fromOpaque(log).takeUnretainedValue().append(String(cString: line))
        }
    }
}
