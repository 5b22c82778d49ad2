import Foundation
import Testing

@testable import ClosecallCLI

/// What `inspect` makes of the captures in `Tests/Captures`.
@Suite(.timeLimit(.minutes(1)))
struct InspectVerbExportTests {
    private static let folder =
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Captures").path() + "/"
    private static let plain = folder + "python-plain.pcap"
    private static let deflate = folder + "python-deflate.pcap"
    private static let proxy = folder + "proxy.pcapng"

    @Test func `an archive of a capture is one, and says how sessions ended`() async throws {
        try await withFolder { folder in
            let path = folder + "/out.har"
            let run = await Run(["inspect", Self.plain, "--har", path])
            #expect(run.status == 0 && run.standardError.isEmpty)
            #expect(run.standardOutput.hasPrefix("wrote \(path): 3 sessions, "))
            let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path)))
            let entries = ((json as? [String: Any])?["log"] as? [String: Any])?["entries"] as? [[String: Any]]
            #expect(entries?.count == 3)
            let codes = entries?.map { entry in
                let client = (entry["_closecall"] as? [String: Any])?["client"] as? [String: Any]
                return client?["code"] as? Int
            }
            #expect(codes?.contains(nil) == false)
        }
    }

    @Test func `several are made at once, and json tells of each`() async throws {
        try await withFolder { folder in
            let run = await Run([
                "inspect", Self.proxy, "--har", folder + "/a.har", "--extract-corpus", folder + "/corpus",
                "--extract-scenario", folder + "/again.yaml", "--json",
            ])
            #expect(run.status == 0, "\(run.standardError)")
            let kinds = run.standardOutput.split(separator: "\n").compactMap {
                $0.firstMatch(of: /^\{"event":"export","kind":"(\w+)"/)?.output.1
            }
            #expect(kinds == ["corpus", "scenario", "har"])
            let again = await Run(["run", folder + "/again.yaml"])
            #expect(again.status == 0, "\(again.standardOutput)")
            let targets = try FileManager.default.contentsOfDirectory(atPath: folder + "/corpus").sorted()
            #expect(
                [
                    "close", "differential-splits", "frames", "handshake", "http-conversation", "roundtrip",
                    "utf8",
                ]
                .allSatisfy(targets.contains))
        }
    }

    @Test func `what cannot be made is refused before anything is read`() async throws {
        try await withFolder { folder in
            try Data().write(to: URL(filePath: folder + "/file"))
            for (arguments, words) in [
                (["--har", "/nowhere/out.har"], "cannot write \"/nowhere/out.har\""),
                (["--har", Self.plain], "is the trace itself"),
                (["--har", ""], "the name is empty"),
                (["--extract-corpus", folder + "/file"], "cannot write into"),
                (["--extract-corpus", "-"], "name a folder"),
                (["--extract-corpus", folder, "--redact"], "nothing but what was said"),
                (["--har", "x", "--extract-scenario", "x"], "is named twice"),
                (["--har", folder + "/x", "--only-abnormal"], "choose it with --session"),
                (["--har", folder + "/x", "--frames"], "--frames"),
            ] {
                let run = await Run(["inspect", Self.plain] + arguments)
                #expect(run.status == 2, "\(arguments)")
                #expect(run.standardError.contains(words), "\(run.standardError)")
            }
        }
    }

    @Test func `what a trace does not have is a no`() async throws {
        try await withFolder { folder in
            let fine = await Run([
                "inspect", Self.plain, "--extract-scenario", folder + "/x.yaml", "--session", "99",
            ])
            #expect(fine.status == 1)
            #expect(
                fine.standardError == "closecall inspect: there is no session 99 in python-plain.pcap\n")
            #expect(!FileManager.default.fileExists(atPath: folder + "/x.yaml"))
            let none = await Run(["inspect", Self.plain, "--har", folder + "/x.har", "--session", "99"])
            #expect(none.status == 1)
        }
    }
}
