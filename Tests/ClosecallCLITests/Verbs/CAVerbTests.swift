import Foundation
import Testing

@testable import ClosecallCLI

@Suite struct CAVerbTests {
    @Test func `it says where the certificate is, what it is, and how to trust it`() async throws {
        try await withAuthority { folder in
            let environment = ["XDG_CONFIG_HOME": folder]
            try await Snapshot.check(
                "ca", [["ca"], ["ca", "--path"], ["ca", "--json"], ["ca", "--pem"]],
                environment: environment, replacing: [folder: "/home/me/.config"])
            let terminal = Output.Stream(isTerminal: true, style: .coloured, width: 60)
            try await Snapshot.check(
                "ca-terminal", [["ca"]], environment: environment, stream: terminal,
                replacing: [folder: "/home/me/.config"])
        }
    }

    @Test func `it makes one that is not there yet, says so once, and shows the key to nobody`() async throws
    {
        try await withFolder { folder in
            let environment = ["HOME": folder]
            let file = "\(folder)/.config/closecall/ca.pem"
            let made = await Run(["ca", "--pem"], environment: environment)
            #expect(made.status == 0)
            let stored = try String(contentsOfFile: file, encoding: .utf8)
            #expect(made.standardOutput == stored)
            #expect(made.standardError == "closecall ca: made \(file), which nobody trusts yet\n")
            for form in [["--pem"], ["--path"], ["--json"], []] {
                let run = await Run(["ca"] + form, environment: environment)
                #expect(run.standardError.isEmpty)
                #expect(!run.standardOutput.contains("PRIVATE KEY"))
                #expect(!run.standardOutput.contains("made just now"))
            }
        }
        try await withFolder { folder in
            let run = await Run(["ca"], environment: ["XDG_CONFIG_HOME": folder])
            #expect(run.standardOutput.hasPrefix("certificate  \(folder)/closecall/ca.pem (made just now)\n"))
        }
    }

    @Test func `what is wrong says what to do`() async throws {
        try await withAuthority { folder in
            let environment = ["XDG_CONFIG_HOME": folder]
            let key = "\(folder)/closecall/ca.key"
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
            try await Snapshot.check(
                "ca-errors", [["ca"], ["ca", "--pem", "--json"], ["ca", "--key"], ["ca", "x"]],
                environment: environment, replacing: [folder: "/home/me/.config"])
        }
        let homeless = await Run(["ca"])
        #expect(
            homeless.standardError
                == "closecall ca: no folder for the certificate authority: HOME is not set; set it, or "
                + "XDG_CONFIG_HOME\n")
        #expect(homeless.status == 2)
    }

    /// With an authority that is the same in every run.
    private func withAuthority(_ body: (String) async throws -> Void) async throws {
        try await withFolder { folder in
            let place = folder + "/closecall"
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            try Self.certificate.write(toFile: place + "/ca.pem", atomically: false, encoding: .utf8)
            try Self.key.write(toFile: place + "/ca.key", atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: place + "/ca.key")
            try await body(folder)
        }
    }

    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIB9DCCAZqgAwIBAgIUUU1x2REf0B+WN9mbjgsnxgnAVUAwCgYIKoZIzj0EAwIw
        RTESMBAGA1UECgwJQ2xvc2VjYWxsMS8wLQYDVQQDDCZDbG9zZWNhbGwgbG9jYWwg
        Q0EgKDIwMjYtMTEtMjEgYzBmZmVlKTAgFw0yNjExMjExMDM3MTdaGA8yMTI2MTAy
        ODEwMzcxN1owRTESMBAGA1UECgwJQ2xvc2VjYWxsMS8wLQYDVQQDDCZDbG9zZWNh
        bGwgbG9jYWwgQ0EgKDIwMjYtMTEtMjEgYzBmZmVlKTBZMBMGByqGSM49AgEGCCqG
        SM49AwEHA0IABN5xO/sVzLalqdl5MYKDc1wlne/A5WiPvwsVLDqnfNUFJOFtpKBl
        4luQLm7INKEc4nW6ILmdfrXlKVyb1PS14OqjZjBkMB0GA1UdDgQWBBS1LTl/6Krt
        yOZ0FMmYxZWXJdYeHzAfBgNVHSMEGDAWgBS1LTl/6KrtyOZ0FMmYxZWXJdYeHzAS
        BgNVHRMBAf8ECDAGAQH/AgEAMA4GA1UdDwEB/wQEAwIBBjAKBggqhkjOPQQDAgNI
        ADBFAiEAg5rEvSPGsRsSx8Jcsuc6IfMVRyA8fIMl5+nCug1yfjICICNr+UhJ/kwg
        6FLQl85i7DUqSVZb1I0Jsfo0WpI82p6R
        -----END CERTIFICATE-----

        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgq9lR9zK+hiOFl6hB
        uxnllUIzrb31qCOHVu2o2p0PgjmhRANCAATecTv7Fcy2panZeTGCg3NcJZ3vwOVo
        j78LFSw6p3zVBSThbaSgZeJbkC5uyDShHOJ1uiC5nX615Slcm9T0teDq
        -----END PRIVATE KEY-----

        """
}
