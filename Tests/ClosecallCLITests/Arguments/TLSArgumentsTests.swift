import Foundation
import Reactor
import Testing

@testable import ClosecallCLI

@Suite struct TLSArgumentsTests {
    private static let verb = Verb(
        name: "proxy", summary: "", positionals: [], options: TLSArguments.options, examples: [], notes: "",
        run: { _ throws(CommandFailure) in .yes })

    private func decode(_ arguments: [String], _ environment: [String: String] = [:]) throws -> TLSArguments {
        try TLSArguments(ArgumentParser(Self.verb).parse(arguments), Environment(environment))
    }

    private func complaint(_ arguments: [String], _ environment: [String: String] = [:]) -> String? {
        #expect(throws: CommandFailure.self) { try decode(arguments, environment) }?.message
    }

    @Test func `without options clients speak plain, and upstreams are verified`() throws {
        let tls = try decode([])
        #expect(tls.server == nil)
        #expect(tls.notes.isEmpty)
        _ = try tls.client()
    }

    @Test func `self-signed makes the authority once and says so`() throws {
        try withFolder { folder in
            let environment = ["XDG_CONFIG_HOME": folder]
            let first = try decode(["--tls-self-signed"], environment)
            #expect(first.server != nil)
            #expect(
                first.notes == ["made \(folder)/closecall/ca.pem: `closecall ca` says how to trust it"])
            #expect(try decode(["--tls-self-signed"], environment).notes.isEmpty)
        }
    }

    @Test func `one's own certificate is used, with a note when it is out of date`() throws {
        try withFolder { folder in
            let old = try CertificateAuthority.create(at: WallTime(seconds: 1_000_000_000))
            let (certificate, key) = ("\(folder)/cert.pem", "\(folder)/key.pem")
            try old.certificate.pem.write(toFile: certificate, atomically: false, encoding: .utf8)
            try old.keyPEM.write(toFile: key, atomically: false, encoding: .utf8)
            let tls = try decode(["--tls-cert", certificate, "--tls-key", key])
            #expect(tls.server != nil)
            #expect(tls.notes == ["the certificate in \(certificate) was valid until 2011-09-07"])
            _ = try decode(["--upstream-ca", certificate]).client()
            #expect(
                complaint(["--tls-cert", key, "--tls-key", key])
                    == "options \"--tls-cert\" and \"--tls-key\": \(key) has no certificate in it, only "
                    + "PRIVATE KEY")
        }
    }

    @Test func `what does not go together is told`() {
        #expect(
            complaint(["--tls-cert", "a"]) == "option \"--tls-cert\" needs \"--tls-key FILE\" beside it")
        #expect(complaint(["--tls-key", "a"]) == "option \"--tls-key\" needs \"--tls-cert FILE\" beside it")
        #expect(
            complaint(["--tls-self-signed", "--tls-key", "a"])
                == "options \"--tls-self-signed\" and \"--tls-key\" exclude each other")
        #expect(
            complaint(["--upstream-ca", "a", "--upstream-insecure"])
                == "options \"--upstream-insecure\" and \"--upstream-ca\" exclude each other")
    }

    @Test func `a wrong file is told with its option`() throws {
        let tls = try decode(["--upstream-ca", "/no/such.pem"])
        let error = #expect(throws: CommandFailure.self) { try tls.client() }
        #expect(
            error?.message
                == "option \"--upstream-ca\": cannot read /no/such.pem: no such file or directory (ENOENT)")
    }

    @Test func `no home is no place for an authority`() {
        let message =
            "option \"--tls-self-signed\": no folder for the certificate authority: HOME is not set; set it, "
            + "or XDG_CONFIG_HOME"
        #expect(complaint(["--tls-self-signed"]) == message)
        #expect(complaint(["--tls-self-signed"], ["XDG_CONFIG_HOME": "relative"]) == message)
    }

    @Test func `a key log that cannot be written is told`() {
        #expect(
            complaint([], ["SSLKEYLOGFILE": "/no/such/keys"])
                == "environment variable SSLKEYLOGFILE: cannot write \"/no/such/keys\": no such file or "
                + "directory (ENOENT); unset it, or name another file")
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "closecall-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
