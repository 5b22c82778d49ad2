import Closecall
import Foundation
import Testing

@testable import ClosecallCLI

@Suite(.timeLimit(.minutes(1)))
struct FuzzPeerVerbTests {
    private func peer(_ arguments: String...) async -> Run { await Run(["fuzz", "peer"] + arguments) }

    @Test func `nothing found is told, and the exit status is 0`() async throws {
        try await withFolder { folder in
            try await EchoServer.withServer { server in
                let run = await peer(server.url, "--count", "20", "--findings", folder + "/found")
                #expect(run.status == 0 && run.standardError.isEmpty)
                let lines = run.standardOutput.split(separator: "\n")
                #expect(
                    lines.first?.hasPrefix("the peer is well: a handshake, a text and a Close take ")
                        == true)
                #expect(lines.last?.hasPrefix("20 inputs, ") == true)
                #expect(lines.last?.hasSuffix(": nothing found") == true)
                #expect(!FileManager.default.fileExists(atPath: folder + "/found"))
                let json = await peer(
                    server.url, "--count", "20", "--json", "--seed", "3", "--rate", "1000/s")
                let events = json.standardOutput.split(separator: "\n")
                #expect(events.first?.hasPrefix("{\"event\":\"ready\",\"latency\":0.") == true)
                #expect(events.last?.hasPrefix("{\"event\":\"summary\",\"inputs\":20,") == true)
            }
        }
    }

    @Test func `a finding is written, told with the command that shows it again, and that does`() async throws
    {
        try await withFolder { folder in
            // A server may refuse what is long; 21 bytes are not.
            var options = EchoServer.Options()
            options.longestMessage = 20
            try await EchoServer.withServer(options: options) { server in
                let found = folder + "/found"
                let run = await peer(server.url, "--count", "300", "--findings", found)
                #expect(run.status == 1)
                let files = try FileManager.default.contentsOfDirectory(atPath: found).sorted()
                let file = try #require(files.first)
                #expect(files == [file, file + ".txt"])
                let text = try String(contentsOfFile: "\(found)/\(file).txt", encoding: .utf8)
                #expect(
                    text.contains("replay:   closecall fuzz peer \(server.url) --input \(found)/\(file)\n"))
                #expect(text.contains("number ") && text.contains(" of seed 1, "))
                let again = await peer(server.url, "--input", "\(found)/\(file)")
                #expect(again.status == 1)
                #expect(text.hasPrefix(String(again.standardOutput.prefix { $0 != "\n" })))
            }
        }
    }

    @Test func `what cannot be done is said in a line, with status 2`() async throws {
        func complaint(_ arguments: String...) async -> String {
            let run = await Run(["fuzz", "peer"] + arguments)
            #expect(run.status == 2 && run.standardOutput.isEmpty)
            return run.standardError
        }
        #expect(
            await complaint("ws://192.0.2.1/") == """
                closecall fuzz peer: 192.0.2.1 is 192.0.2.1:80, which is not this machine: nothing was sent; if the \
                host is yours to break, add --i-own-this-host

                """)
        #expect(await complaint("wss://localhost/").contains("TLS is not spoken here"))
        #expect(await complaint("http//x").contains("http//x"))
        #expect(await complaint().contains("URL is missing"))
        #expect(
            await complaint("ws://localhost:1/", "--seed", "-1")
                == "closecall fuzz peer: option \"--seed\": \"-1\" is not a whole number from 0 to \(UInt64.max)\n"
        )
        #expect(
            await complaint("ws://localhost:1/", "--rate", "fast")
                == "closecall fuzz peer: option \"--rate\": \"fast\" is no rate, write 100/s\n")
        #expect(
            await complaint("ws://localhost:1/", "--end", "reset")
                == "closecall fuzz peer: option \"--end\" is for --input\n")
        #expect(
            await complaint("ws://localhost:1/", "--input", "/nowhere")
                == "closecall fuzz peer: cannot read /nowhere: no such file or directory (ENOENT)\n")
        #expect(
            await complaint("ws://localhost:1/", "--corpus", "/nowhere")
                == "closecall fuzz peer: /nowhere: no such file or directory (ENOENT)\n")
        #expect(
            await complaint("ws://localhost:1/", "--", "/nowhere/server")
                == "closecall fuzz peer: cannot start /nowhere/server: no such file or directory (ENOENT)\n")
    }
}
