public import Reactor

/// The certificate authority of one user on one machine: made once, kept in two files, and trusted by whoever
/// adds its certificate to a trust store.
public struct LocalAuthority: Sendable {
    /// What mints certificates.
    public let authority: CertificateAuthority
    /// Where its certificate is, for trust stores.
    public let certificateFile: String
    /// Whether it was made just now, so that nobody can trust it yet.
    public let isNew: Bool

    private static let certificateName = "ca.pem"
    private static let keyName = "ca.key"

    /// The one in `folder`; made, with the folder, when there is none. Processes that come at once get the same.
    /// What is there is never replaced: somebody may trust it.
    public static func loadOrCreate(
        folder path: String, at now: WallTime = .current
    ) throws(LocalAuthorityError) -> LocalAuthority {
        let folder = PrivateFolder(path)
        let files = try read(folder)
        if case .both(let certificate, let key) = files { return try open(certificate, key, in: folder, now) }
        try onDisk { () throws(SystemError) in try folder.make() }
        return try folder.alone { () throws(LocalAuthorityError) in
            // Somebody else may have had the lock before, and has stored both by now.
            switch try read(folder) {
            case .both(let certificate, let key): return try open(certificate, key, in: folder, now)
            case .neither: return try create(in: folder, now)
            case .only(let there, let missing):
                throw .lonely(folder.path(of: there), missing: folder.path(of: missing))
            }
        }
    }

    private static func create(
        in folder: PrivateFolder, _ now: WallTime
    ) throws(LocalAuthorityError) -> LocalAuthority {
        let authority = try inFiles(folder) { () throws(TLSError) in try CertificateAuthority.create(at: now)
        }
        try store(authority.keyPEM, keyName, in: folder, isSecret: true)
        try store(authority.certificate.pem, certificateName, in: folder, isSecret: false)
        return LocalAuthority(
            authority: authority, certificateFile: folder.path(of: certificateName), isNew: true)
    }

    private static func store(
        _ text: String, _ name: String, in folder: PrivateFolder, isSecret: Bool
    ) throws(LocalAuthorityError) {
        let isStored = try onDisk { () throws(SystemError) in
            try folder.create(name, Array(text.utf8), isSecret: isSecret)
        }
        guard isStored else {
            throw LocalAuthorityError("another program made \(folder.path(of: name)) just now: try again")
        }
    }
}

// MARK: Loading

extension LocalAuthority {
    private enum Files {
        case both(certificate: SmallFile.Contents, key: SmallFile.Contents)
        case only(String, missing: String)
        case neither
    }

    private static func read(_ folder: PrivateFolder) throws(LocalAuthorityError) -> Files {
        try onDisk { () throws(SystemError) in
            let certificate = try folder.read(certificateName)
            return switch (certificate, try folder.read(keyName)) {
            case (let certificate?, let key?): .both(certificate: certificate, key: key)
            case (_?, nil): .only(certificateName, missing: keyName)
            case (nil, _?): .only(keyName, missing: certificateName)
            case (nil, nil): .neither
            }
        }
    }

    private static func open(
        _ certificate: SmallFile.Contents, _ key: SmallFile.Contents, in folder: PrivateFolder,
        _ now: WallTime
    ) throws(LocalAuthorityError) -> LocalAuthority {
        let certificateFile = folder.path(of: certificateName)
        let keyFile = folder.path(of: keyName)
        if key.isOpenToOthers { throw .open(keyFile) }
        let authority = try inFiles(folder) { () throws(TLSError) in
            try CertificateAuthority(
                certificatePEM: certificate.bytes, from: certificateFile, keyPEM: key.bytes, from: keyFile,
                at: now)
        }
        return LocalAuthority(authority: authority, certificateFile: certificateFile, isNew: false)
    }

    private static func onDisk<Value>(
        _ body: () throws(SystemError) -> Value
    ) throws(LocalAuthorityError) -> Value {
        do throws(SystemError) { return try body() } catch { throw LocalAuthorityError("\(error)") }
    }

    /// Says how to start anew, which is for the user to decide.
    private static func inFiles<Value>(
        _ folder: PrivateFolder, _ body: () throws(TLSError) -> Value
    ) throws(LocalAuthorityError) -> Value {
        do throws(TLSError) {
            return try body()
        } catch {
            let files = [certificateName, keyName].map { folder.path(of: $0) }.joined(separator: " ")
            throw LocalAuthorityError(
                "\(error.reason); for a new certificate authority, which clients have to trust anew: rm \(files)"
            )
        }
    }
}

/// Why there is no local authority: which file is in the way, and what to do about it.
public struct LocalAuthorityError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line.
    public let description: String

    init(_ description: String) { self.description = description }

    static func lonely(_ file: String, missing: String) -> LocalAuthorityError {
        LocalAuthorityError(
            "\(file) is there, but \(missing) is not: put it back, or remove the other one too for a new "
                + "certificate authority, which clients have to trust anew")
    }

    static func open(_ keyFile: String) -> LocalAuthorityError {
        LocalAuthorityError(
            "others can read \(keyFile), and so pretend to be any site to you: chmod 600 \(keyFile)")
    }
}
