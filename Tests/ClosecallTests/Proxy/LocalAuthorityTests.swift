import Foundation
import Reactor
import Testing

@testable import Closecall

@Suite struct LocalAuthorityTests {
    @Test func `it is made once, its key for its owner alone`() throws {
        try withFolder { folder in
            let first = try LocalAuthority.loadOrCreate(folder: folder)
            #expect(first.isNew)
            #expect(first.certificateFile == "\(folder)/ca.pem")
            #expect(
                try String(contentsOfFile: "\(folder)/ca.pem", encoding: .utf8)
                    == first.authority.certificate.pem)
            #expect(permissions("\(folder)/ca.key") == 0o600)
            #expect(permissions(folder) == 0o700)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["ca.key", "ca.pem"])
            let second = try LocalAuthority.loadOrCreate(folder: folder)
            #expect(!second.isNew)
            #expect(second.authority.certificate.fingerprint == first.authority.certificate.fingerprint)
            #expect(second.authority.keyPEM == first.authority.keyPEM)
        }
    }

    @Test func `all who come at once get the same, and one has made it`() async throws {
        try await withFolder { folder in
            try await withThrowingTaskGroup(of: LocalAuthority.self) { group in
                for _ in 0..<16 { group.addTask { try LocalAuthority.loadOrCreate(folder: folder) } }
                var made = 0
                var fingerprints: Set<[UInt8]> = []
                for try await local in group {
                    made += local.isNew ? 1 : 0
                    fingerprints.insert(local.authority.certificate.fingerprint)
                }
                #expect(made == 1)
                #expect(fingerprints.count == 1)
            }
        }
    }

    @Test func `a key that others can read is refused with the way out`() throws {
        try withFolder { folder in
            _ = try LocalAuthority.loadOrCreate(folder: folder)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o640], ofItemAtPath: "\(folder)/ca.key")
            #expect(
                complaint(folder)
                    == "others can read \(folder)/ca.key, and so pretend to be any site to you: "
                    + "chmod 600 \(folder)/ca.key")
        }
    }

    @Test func `half an authority is never made whole by making another`() throws {
        try withFolder { folder in
            _ = try LocalAuthority.loadOrCreate(folder: folder)
            let key = try Data(contentsOf: URL(filePath: "\(folder)/ca.key"))
            try FileManager.default.removeItem(atPath: "\(folder)/ca.pem")
            #expect(
                complaint(folder)
                    == "\(folder)/ca.key is there, but \(folder)/ca.pem is not: put it back, or remove the other "
                    + "one too for a new certificate authority, which clients have to trust anew")
            #expect(try Data(contentsOf: URL(filePath: "\(folder)/ca.key")) == key)
        }
    }

    @Test func `damaged, strange and old files stay as they are`() throws {
        try withFolder { folder in
            _ = try LocalAuthority.loadOrCreate(folder: folder)
            let way =
                "; for a new certificate authority, which clients have to trust anew: "
                + "rm \(folder)/ca.pem \(folder)/ca.key"
            let later = WallTime.current.adding(days: 3651)
            let old = try #require(complaint(folder, at: later))
            #expect(
                old.hasPrefix("the certificate in \(folder)/ca.pem was valid until 20") && old.hasSuffix(way))
            try withFolder { other in
                let stranger = try LocalAuthority.loadOrCreate(folder: other).authority.certificate.pem
                try stranger.write(toFile: "\(folder)/ca.pem", atomically: false, encoding: .utf8)
                #expect(
                    complaint(folder)
                        == "the key in \(folder)/ca.key does not belong to the certificate in \(folder)/ca.pem\(way)"
                )
            }
            try "x".write(toFile: "\(folder)/ca.pem", atomically: false, encoding: .utf8)
            #expect(
                complaint(folder) == "\(folder)/ca.pem has no certificate in it: it is not a PEM file\(way)")
            #expect(try String(contentsOfFile: "\(folder)/ca.pem", encoding: .utf8) == "x")
        }
    }

    @Test func `a folder that cannot be made is named`() {
        let error = #expect(throws: LocalAuthorityError.self) {
            try LocalAuthority.loadOrCreate(folder: "/dev/null/closecall")
        }
        #expect(error?.description == "open /dev/null/closecall/ca.pem: not a directory (ENOTDIR)")
    }

    private func complaint(_ folder: String, at now: WallTime = .current) -> String? {
        #expect(throws: LocalAuthorityError.self) {
            try LocalAuthority.loadOrCreate(folder: folder, at: now)
        }?.description
    }

    private func permissions(_ path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? Int
    }

    /// A folder that is not there yet.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let place = NSTemporaryDirectory() + "closecall-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: place) }
        try body(place + "/config")
    }

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let place = NSTemporaryDirectory() + "closecall-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: place) }
        try await body(place + "/config")
    }
}
