import Foundation
import Testing

@testable import ClosecallCLI

@Suite struct BuildInfoTests {
    @Test func `the version is the first line, and the first word behind the name`() async throws {
        let run = await Run(["--version"])
        #expect(run.status == 0)
        let lines = run.standardOutput.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("closecall \(ClosecallCommand.version) (commit "))
        #expect(lines[1].contains(/^Swift \d+\.\d+(\.\d+)?, (x86_64|aarch64)-linux, (debug|release)$/))
        let libraries = lines[2].split(separator: ", ").compactMap {
            $0.wholeMatch(of: /(\w+) (\d+\.\d[\d.]*)/)
        }
        #expect(libraries.map { $0.output.1 } == ["OpenSSL", "zlib", "libpcap", "libyaml", "PCRE2"])
    }

    @Test func `for programs it is an object`() async throws {
        let run = await Run(["--version", "--json"])
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8)) as? [String: Any])
        #expect(object["version"] as? String == ClosecallCommand.version)
        #expect(object["swift"] as? String == BuildInfo.compiler)
        #expect((object["commit"] as? String) == BuildInfo.commit)
        let libraries = try #require(object["libraries"] as? [String: String])
        #expect(Set(libraries.keys) == ["openssl", "zlib", "libpcap", "libyaml", "pcre2"])
    }

    @Test func `it takes nothing else`() async {
        for (words, extra) in [(["--version", "x"], "x"), (["--version", "--json", "--json"], "--json")] {
            let run = await Run(words)
            #expect(run.status == 2)
            #expect(
                run.standardError == "closecall: --version takes nothing but --json, drop \"\(extra)\"\n")
        }
    }

    /// A version that manual pages bear has a day that is no day of the future.
    @Test func `the version has a day`() throws {
        let day = try Date(ClosecallCommand.versionDate, strategy: .iso8601.year().month().day())
        #expect(day < .now)
    }
}
