internal import COpenSSL

/// A certificate authority for this machine alone: who trusts its certificate trusts every name it mints for.
///
/// Its clients are developers' browsers and programs, so what it mints keeps to what those accept.
public final class CertificateAuthority: Sendable {
    /// What clients have to trust.
    public let certificate: Certificate

    private let key: PrivateKey
    /// All leaves share it: making a key for each would cost more than signing them.
    private let leafKey: PrivateKey
    private let leaves = Locked(LeafCache())

    /// Chromium and Apple refuse leaves that are valid for more than 398 days; an hour of them lies in the past,
    /// for clocks that are slow.
    private static let leafDays: Int64 = 396
    private static let authorityDays: Int64 = 3650
    private static let slowClock: Int64 = 3600

    private init(certificate: Certificate, key: PrivateKey) throws(TLSError) {
        self.certificate = certificate
        self.key = key
        leafKey = try PrivateKey.make()
    }

    /// A new one, whose name says when it was made and tells it from others, but not whose machine it is: peers
    /// and traces see it.
    public static func create(at now: WallTime = .current) throws(TLSError) -> CertificateAuthority {
        let key = try PrivateKey.make()
        let from = WallTime(seconds: now.seconds - slowClock)
        let draft = try CertificateDraft.make(for: key, from: from, to: now.adding(days: authorityDays))
        try draft.name("O", "Closecall")
        try draft.name("CN", "Closecall local CA (\(now.date) \(randomMark()))")
        // It may sign leaves only, so that nothing it signs can sign on.
        try draft.extend(NID_basic_constraints, "critical,CA:TRUE,pathlen:0")
        try draft.extend(NID_key_usage, "critical,keyCertSign,cRLSign")
        try draft.extend(NID_subject_key_identifier, "hash")
        return try CertificateAuthority(certificate: draft.signed(by: key), key: key)
    }

    private static func randomMark() -> String {
        let bits = UInt32.random(in: 0x10_0000...0xFF_FFFF)
        return String(bits, radix: 16)
    }

    /// The one that `certificatePEM` and `keyPEM` were printed from. The places are named in what is wrong.
    public convenience init(
        certificatePEM: [UInt8], from certificatePlace: String, keyPEM: [UInt8], from keyPlace: String,
        at now: WallTime = .current
    ) throws(TLSError) {
        let certificates = try Certificate.read(certificatePEM, from: certificatePlace)
        let key = try PrivateKey.read(keyPEM, from: keyPlace)
        guard let certificate = certificates.first, key.belongs(to: certificate) else {
            throw TLSError(
                .configuration,
                "the key in \(keyPlace) does not belong to the certificate in \(certificatePlace)"
            )
        }
        guard certificate.isAuthority else {
            throw TLSError(.configuration, "the certificate in \(certificatePlace) may not sign others")
        }
        guard now < certificate.notAfter else {
            throw TLSError(
                .outOfDate,
                "the certificate in \(certificatePlace) was valid until \(certificate.notAfter.date)")
        }
        try self.init(certificate: certificate, key: key)
    }

    /// The secret half. Whoever has it can pretend to be any site to those who trust the certificate.
    public var keyPEM: String { key.pem }
}

// MARK: Leaves

extension CertificateAuthority {
    /// A certificate for a host name or an address, made when it was not asked for lately.
    public func leaf(for name: String, at now: WallTime = .current) throws(TLSError) -> Certificate {
        if let known = leaves.withLock({ $0.find(name, at: now) }) { return known }
        // Two loops may mint the same name at once: both leaves are good, and the later one is kept.
        let leaf = try mint(name, at: now)
        leaves.withLock { $0.insert(leaf, for: name) }
        return leaf
    }

    /// How many leaves are kept.
    var leafCount: Int { leaves.withLock { $0.count } }

    /// Gives a session what it needs to be `name`.
    func dress(_ session: OpaquePointer, as name: String) throws(TLSError) {
        let leaf = try leaf(for: name)
        // Safe: the session is alive, and takes references of its own.
        guard unsafe SSL_use_certificate(session, leaf.pointer) == 1,
            unsafe SSL_use_PrivateKey(session, leafKey.pointer) == 1
        else { throw TLSError.latest(.configuration, "cannot use a certificate for “\(name)”") }
    }

    private func mint(_ name: String, at now: WallTime) throws(TLSError) -> Certificate {
        let from = max(WallTime(seconds: now.seconds - Self.slowClock), certificate.notBefore)
        let to = min(now.adding(days: Self.leafDays), certificate.notAfter)
        let draft = try CertificateDraft.make(for: leafKey, from: from, to: to)
        try draft.name("O", "Closecall")
        // X.520 gives a common name 64 characters; the name that counts stands below.
        if name.utf8.count <= 64 { try draft.name("CN", name) }
        try draft.extend(NID_basic_constraints, "critical,CA:FALSE")
        try draft.extend(NID_key_usage, "critical,digitalSignature")
        try draft.extend(NID_ext_key_usage, "serverAuth")
        try draft.extend(NID_subject_key_identifier, "hash")
        try draft.extend(NID_authority_key_identifier, "keyid:always", issuer: certificate)
        try draft.serve(name)
        return try draft.signed(by: key, issuer: certificate)
    }
}

/// Leaves by name: as many as are worth keeping, the least recently used thrown out first.
private struct LeafCache: Sendable {
    private static let most = 256

    private var leaves: [String: (leaf: Certificate, usedAt: UInt64)] = [:]
    private var uses: UInt64 = 0

    var count: Int { leaves.count }

    /// A leaf with less than a day to live is made anew: the session may last.
    mutating func find(_ name: String, at now: WallTime) -> Certificate? {
        guard let leaf = leaves[name]?.leaf, now.adding(days: 1) < leaf.notAfter else { return nil }
        uses += 1
        leaves[name]?.usedAt = uses
        return leaf
    }

    mutating func insert(_ leaf: Certificate, for name: String) {
        uses += 1
        leaves[name] = (leaf, uses)
        guard leaves.count > Self.most, let oldest = leaves.min(by: { $0.value.usedAt < $1.value.usedAt })
        else { return }
        leaves[oldest.key] = nil
    }
}
