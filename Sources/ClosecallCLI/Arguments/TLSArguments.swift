internal import Closecall
internal import Reactor

/// TLS towards clients and towards the upstream, as a verb's options ask for it.
struct TLSArguments: Sendable {
    /// For the clients; nil when they speak plain.
    let server: TLSContext?
    /// What the user should hear before the first client comes.
    let notes: [String]

    private let upstream: TLSOptions
    private let keyLog: KeyLog?

    static let options: [VerbOption] = [
        .tlsSelfSigned, .tlsCertificate, .tlsKey, .upstreamCA, .upstreamInsecure,
    ]

    init(
        _ arguments: ParsedArguments, _ environment: Environment, secrets: SecretsRelay? = nil
    ) throws(CommandFailure) {
        try Self.checkTogether(arguments)
        keyLog = try Self.keyLog(environment, secrets)
        upstream = TLSOptions(
            verify: !arguments.has(.upstreamInsecure), caFile: arguments.value(.upstreamCA))
        var notes: [String] = []
        if arguments.has(.tlsSelfSigned) {
            server = try Self.selfSigned(environment, keyLog, &notes)
        } else if let certificate = arguments.value(.tlsCertificate), let key = arguments.value(.tlsKey) {
            server = try Self.owned(certificate, key, keyLog)
            if let warning = server?.warning { notes.append(warning) }
        } else {
            server = nil
        }
        self.notes = notes
    }

    /// For the upstream. Only for a `wss:` one: reading the system's trust store takes milliseconds.
    func client() throws(CommandFailure) -> TLSContext {
        do throws(TLSError) {
            return try TLSContext(client: upstream, keyLog: keyLog)
        } catch {
            let place = upstream.caFile == nil ? "" : "option \"\(VerbOption.upstreamCA.typed)\": "
            throw CommandFailure("\(place)\(error.reason)")
        }
    }
}

// MARK: Checking

extension TLSArguments {
    private static func checkTogether(_ arguments: ParsedArguments) throws(CommandFailure) {
        for (given, other) in [(VerbOption.tlsCertificate, VerbOption.tlsKey), (.tlsKey, .tlsCertificate)] {
            guard arguments.has(given) else { continue }
            if arguments.has(.tlsSelfSigned) {
                throw CommandFailure(
                    "options \"\(VerbOption.tlsSelfSigned.typed)\" and \"\(given.typed)\" exclude each other")
            }
            if !arguments.has(other) {
                throw CommandFailure("option \"\(given.typed)\" needs \"\(other.usage)\" beside it")
            }
        }
        if arguments.has(.upstreamInsecure), arguments.has(.upstreamCA) {
            throw CommandFailure(
                "options \"\(VerbOption.upstreamInsecure.typed)\" and \"\(VerbOption.upstreamCA.typed)\" "
                    + "exclude each other")
        }
    }

    private static func owned(
        _ certificate: String, _ key: String, _ keyLog: KeyLog?
    ) throws(CommandFailure) -> TLSContext {
        do throws(TLSError) {
            return try TLSContext(certificateFile: certificate, keyFile: key, keyLog: keyLog)
        } catch {
            let options = "\"\(VerbOption.tlsCertificate.typed)\" and \"\(VerbOption.tlsKey.typed)\""
            throw CommandFailure("options \(options): \(error.reason)")
        }
    }

    private static func selfSigned(
        _ environment: Environment, _ keyLog: KeyLog?, _ notes: inout [String]
    ) throws(CommandFailure) -> TLSContext {
        do throws(CommandFailure) {
            let local = try environment.localAuthority()
            if local.isNew {
                notes.append("made \(local.certificateFile): `closecall ca` says how to trust it")
            }
            do throws(TLSError) {
                return try TLSContext(authority: local.authority, keyLog: keyLog)
            } catch {
                throw CommandFailure(error.reason)
            }
        } catch {
            throw CommandFailure("option \"\(VerbOption.tlsSelfSigned.typed)\": \(error.message)")
        }
    }

    private static func keyLog(
        _ environment: Environment, _ secrets: SecretsRelay?
    ) throws(CommandFailure) -> KeyLog? {
        let listener = secrets.map { secrets in { @Sendable line in secrets.take(line) } }
        guard let path = environment["SSLKEYLOGFILE"] else {
            return listener.map { KeyLog(listener: $0) }
        }
        do throws(SystemError) {
            return try KeyLog(path: path, listener: listener)
        } catch {
            throw CommandFailure(
                "environment variable SSLKEYLOGFILE: cannot write \"\(path)\": \(error.words); unset it, or "
                    + "name another file")
        }
    }
}

extension Environment {
    /// The user's certificate authority, made if it is not there yet.
    func localAuthority() throws(CommandFailure) -> LocalAuthority {
        let folder = try configFolder()
        do throws(LocalAuthorityError) {
            return try LocalAuthority.loadOrCreate(folder: folder)
        } catch {
            throw CommandFailure("\(error)")
        }
    }

    /// Where the user's own files belong. The XDG base directory specification has relative paths ignored.
    private func configFolder() throws(CommandFailure) -> String {
        if let config = self["XDG_CONFIG_HOME"], config.hasPrefix("/") { return "\(config)/closecall" }
        guard let home = self["HOME"], home.hasPrefix("/") else {
            throw CommandFailure(
                "no folder for the certificate authority: HOME is not set; set it, or XDG_CONFIG_HOME")
        }
        return "\(home)/.config/closecall"
    }
}

extension VerbOption {
    static let tlsSelfSigned = VerbOption.flag(
        "tls-self-signed", "speak TLS to clients, with certificates of a local authority: see closecall ca")
    static let tlsCertificate = VerbOption.text(
        "tls-cert", "FILE", "speak TLS to clients with this certificate, and those above it (PEM)")
    static let tlsKey = VerbOption.text("tls-key", "FILE", "the key of --tls-cert (PEM, no password)")
    static let upstreamCA = VerbOption.text(
        "upstream-ca", "FILE", "trust these certificates (PEM) of a wss: upstream",
        standard: "the system's trust store")
    static let upstreamInsecure = VerbOption.flag(
        "upstream-insecure", "take any certificate of a wss: upstream")
}
