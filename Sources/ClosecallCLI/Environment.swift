internal import Glibc

/// The environment variables of a run: the process's own, or a test's.
struct Environment: Sendable {
    private let lookUp: @Sendable (String) -> String?

    init(_ values: [String: String] = [:]) {
        lookUp = { values[$0] }
    }

    private init(lookUp: @escaping @Sendable (String) -> String?) {
        self.lookUp = lookUp
    }

    /// The value, nil when it is unset *or empty*: POSIX and no-color.org both treat these alike.
    subscript(_ name: String) -> String? {
        guard let value = lookUp(name), !value.isEmpty else { return nil }
        return value
    }

    /// All that are read, for the manual page.
    static let variables: [(name: String, purpose: String)] = [
        (
            "LC_ALL, LC_MESSAGES, LANG",
            "the first that is set is the language of what is said of endings: fr, or English"
        ),
        (
            "NO_COLOR",
            "if it is set, nothing is in colour; nor is it with TERM=dumb, or where there is no terminal"
        ),
        ("COLUMNS", "how wide the terminal is, if it is not what the terminal says"),
        ("SSLKEYLOGFILE", "a file to which the secrets of TLS sessions are added, for Wireshark"),
        (
            "XDG_CONFIG_HOME, HOME",
            "where the local certificate authority is: in closecall, or .config/closecall"
        ),
        ("LC_ALL, LC_CTYPE, LANG", "whether the terminal shows UTF-8, for the drawings of `closecall demo`"),
        ("TMPDIR", "where `closecall demo` writes, if it is not /tmp"),
        ("SUDO_UID", "whether `closecall capture` runs under sudo, which its advice depends on"),
    ]

    static let process = Environment { name in
        // Safe: the string is copied at once, and nothing in this program changes the environment.
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }
}
