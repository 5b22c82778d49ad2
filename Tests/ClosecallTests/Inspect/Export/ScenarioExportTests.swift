import Foundation
import Observer
import Scenarios
import Testing
import Trace
import WebSocketWire

@testable import Closecall

@Suite struct ScenarioExportTests {
    private func export(
        _ folder: String, isRedacted: Bool = false, _ tell: (ToldExport) -> Void
    ) async throws -> (text: String, summary: ExportSummary) {
        let path = "\(folder)/again.yaml"
        let told = ToldExport(
            ScenarioExport(path: path, session: 1, isRedacted: isRedacted, trace: "trace.pcap"))
        tell(told)
        let summary = try await told.finish()
        return (try String(contentsOfFile: path, encoding: .utf8), summary)
    }

    @Test func `a conversation is played again, each step behind what it waited for`() async throws {
        try await TracedRun.withFolder { folder in
            let (text, summary) = try await export(folder) { told in
                told.begin()
                told.upgrade(target: "/chat?x=1")
                told.text("one \"1\"", from: .initiator)
                told.sends(.ping, [9], from: .responder)
                told.sends(.binary, [0, 1], from: .responder)
                told.text("two", from: .initiator)
                told.close(4001, "enough", from: .responder)
                told.close(4001, "enough", from: .initiator)
                told.hangUp()
            }
            #expect(
                text == """
                    # From trace.pcap, session 1, packets 1 to 11.
                    # Why it ended: \(try #require(text.story))
                    # Each side gets again what it got there, without the pauses; payloads over 1 KiB are only as long.
                    name: "As in trace.pcap, session 1: closed-by-server"
                    about: "\(try #require(text.story).replacingOccurrences(of: "\"", with: "\\\""))"
                    play:
                      echo: false
                      path: "/chat?x=1"
                      client:
                        - send: { text: "one \\"1\\"" }
                        - receive: 1
                        - send: { text: "two" }
                      server:
                        - receive: 1
                        - ping: { hex: "09" }
                        - send: { binary: { hex: "00 01" } }
                        - receive: 2
                        - close: { code: 4001, reason: "enough" }
                    expect:
                      client: { code: 4001, wasClean: true }
                      server: { code: 4001, wasClean: true }

                    """)
            #expect(summary.count("session") == 1)
        }
    }

    @Test func `nothing that was said shows in a redacted one`() async throws {
        try await TracedRun.withFolder { folder in
            let (text, _) = try await export(folder, isRedacted: true) { told in
                told.begin()
                told.upgrade(target: "/chat?secret")
                told.text("secret", from: .initiator)
                told.close(4001, "secret", from: .responder)
                told.close(4001, "secret", from: .initiator)
                told.hangUp()
            }
            #expect(!text.contains("secret"))
            #expect(text.contains("send: { text: { repeat: x, times: 6 } }"))
        }
    }

    @Test func `of a Close that no API sends a redacted one keeps what is wrong with it`() async throws {
        try await TracedRun.withFolder { folder in
            let (text, _) = try await export(folder, isRedacted: true) { told in
                told.begin()
                told.upgrade()
                told.sends(.close, [0x03, 0xE8] + Array("secret".utf8) + [0xFF], from: .responder)
                told.close(1007, from: .initiator)
                told.hangUp()
            }
            #expect(text.contains("replace: { payload: { hex: \"03 e8 ff ff ff ff ff ff ff\" } }"))
            #expect(!text.contains("73 65 63 72 65 74"))
        }
    }

    @Test func `a cut connection is cut behind the last message`() async throws {
        try await TracedRun.withFolder { folder in
            let (text, _) = try await export(folder) { told in
                told.begin()
                told.upgrade()
                told.text("one", from: .initiator)
                told.text("1", from: .responder)
                told.hangUp()
            }
            #expect(
                text.contains(
                    "- when: { direction: toClient, kind: message, nth: 1 }\n    do:\n      - close"))
            #expect(text.contains("client: { code: 1006, wasClean: false }"))
        }
    }

    @Test func `an offence of a header is written over a sound frame`() async throws {
        try await TracedRun.withFolder { folder in
            let (text, _) = try await export(folder) { told in
                told.begin()
                told.upgrade()
                told.text("one", from: .responder)
                told.says(.responder, [0x93, 0x01, 0x41])
                told.close(1002, from: .initiator)
                told.close(1002, from: .responder)
                told.hangUp()
            }
            #expect(text.contains("set: { opcode: 0x3, rsv3: true }"))
            #expect(text.contains("nth: 2"))
        }
    }

    @Test func `of very many messages the last are played, long ones by their length alone`() async throws {
        try await TracedRun.withFolder { folder in
            let (text, _) = try await export(folder) { told in
                told.begin()
                told.upgrade()
                for number in 1...900 { told.text("m\(number)", from: .initiator) }
                told.text(String(repeating: "y", count: 5000), from: .initiator)
                told.close(4001, from: .initiator)
                told.close(4001, from: .responder)
                told.hangUp()
            }
            #expect(text.contains("# The first 401 messages and pings are left out.\n"))
            #expect(!text.contains("\"m401\""))
            #expect(text.contains("\"m402\""))
            #expect(text.contains("- send: { text: { repeat: x, times: 5000 } }\n    - close: 4001"))
        }
    }

    @Test func `of a side that failed with a code of its own the other's report is enough`() async throws {
        try await TracedRun.withFolder { folder in
            let (text, _) = try await export(folder) { told in
                told.begin()
                told.upgrade()
                told.close(1011, "broken", from: .responder)
                told.close(1011, "broken", from: .initiator)
                told.hangUp()
            }
            #expect(
                text.contains(
                    "# What the server reports (1006, not clean) is left out: it failed with 1011 by itself"))
            #expect(text.hasSuffix("expect:\n  client: { code: 1011, wasClean: true }\n"))
        }
    }

    @Test func `what ends otherwise when it is played is not written`() async throws {
        try await TracedRun.withFolder { folder in
            let path = "\(folder)/again.yaml"
            let told = ToldExport(ScenarioExport(path: path, session: 1, trace: "trace.pcap"))
            told.begin()
            told.upgrade()
            // A client that takes no masked frame for an offence is none that closecall plays.
            told.sends(.text, [0x61], from: .initiator)
            told.says(.responder, [0x81, 0x81, 0, 0, 0, 0, 0x61])
            told.wait(100)
            told.close(4000, from: .initiator)
            told.close(4000, from: .responder)
            told.hangUp()
            let problem = await #expect(throws: ExportProblem.self) { try await told.finish() }
            #expect(problem?.description.contains("makes no scenario") == true)
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func `what cannot be said is refused in a sentence, and nothing is written`() async throws {
        try await TracedRun.withFolder { folder in
            let path = "\(folder)/again.yaml"
            let open = ToldExport(ScenarioExport(path: path, session: 1, trace: "trace.pcap"))
            open.begin()
            open.upgrade()
            open.inspector.over(.init(0), .traceEnded, at: .init(nanoseconds: 1_795_253_401_000_000_000))
            await #expect(
                throws: ExportProblem.impossible(
                    "session 1 makes no scenario: it has not ended in the trace")
            ) { try await open.finish() }
            let fine = ToldExport(ScenarioExport(path: path, trace: "trace.pcap"))
            fine.begin()
            fine.upgrade()
            fine.close(1000, from: .initiator)
            fine.close(1000, from: .responder)
            fine.hangUp()
            await #expect(
                throws: ExportProblem.impossible(
                    "no session in trace.pcap ended badly: choose one with --session")
            ) { try await fine.finish() }
            let none = ToldExport(ScenarioExport(path: path, trace: "trace.pcap"))
            await #expect(
                throws: ExportProblem.impossible("there is no WebSocket session in trace.pcap")
            ) { try await none.finish() }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }
}

extension String {
    fileprivate var story: String? {
        split(separator: "\n").first { $0.hasPrefix("# Why it ended: ") }.map {
            String($0.dropFirst("# Why it ended: ".count))
        }
    }
}
