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

    static let process = Environment { name in
        // Safe: the string is copied at once, and nothing in this program changes the environment.
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }
}
