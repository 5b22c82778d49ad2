internal import CBuildInfo
internal import Closecall
internal import Faults
internal import Reactor
internal import Scenarios
internal import Trace
internal import WebSocketWire

/// What this program was built from, by what, and which libraries it found: what belongs into a bug report.
enum BuildInfo {
    /// As git abbreviates it, with `-dirty` behind it when there was more; nil when `make` did not build this.
    // Safe: a constant that ends with a zero.
    static let commit: String? = unsafe known(String(cString: closecall_commit()))

    /// Swift tells programs no more of the compiler than what can be asked of it, so without `make` the patch
    /// level is missing.
    // Safe: a constant that ends with a zero.
    static let compiler: String = unsafe known(String(cString: closecall_compiler())) ?? languageVersion

    static let configuration: String = {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }()

    static let architecture: String = {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "aarch64"
        #else
            "another architecture"
        #endif
    }()

    /// The libraries that are loaded, which need not be those of the build.
    static var libraries: [(name: String, version: String)] {
        [
            ("OpenSSL", TLSContext.opensslVersion), ("zlib", Deflater.zlibVersion),
            ("libpcap", LiveCapture.libpcapVersion), ("libyaml", Scenario.libyamlVersion),
            ("PCRE2", FaultCatalog.pcre2Version),
        ]
    }

    static var text: String {
        """
        closecall \(ClosecallCommand.version) (commit \(commit ?? "unknown"))
        Swift \(compiler), \(architecture)-linux, \(configuration)
        \(libraries.map { "\($0.name) \($0.version)" }.joined(separator: ", "))

        """
    }

    static func write(_ json: inout JSONWriter) {
        json.field("version", ClosecallCommand.version)
        json.field("commit", commit)
        json.field("swift", compiler)
        json.field("target", "\(architecture)-linux")
        json.field("configuration", configuration)
        json.object("libraries") { json in
            for library in libraries { json.field(library.name.lowercased(), library.version) }
        }
    }

    private static func known(_ text: String) -> String? { text.isEmpty ? nil : text }

    private static var languageVersion: String {
        #if compiler(>=6.5)
            "6.5 or newer"
        #elseif compiler(>=6.4)
            "6.4"
        #else
            "6.3"
        #endif
    }
}
