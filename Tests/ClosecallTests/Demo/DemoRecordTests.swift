import Closecall
import Foundation
import Testing
import Trace

@Suite struct DemoRecordTests {
    private func record(in folder: String, _ endings: [DemoEnding] = DemoEnding.all) throws -> DemoRecord {
        try DemoRecord(in: folder, version: "9.9", command: ["closecall", "demo"], endings: endings)
    }

    @Test func `trace, journal and report all tell the same endings`() async throws {
        try await DemoStand.withFolder { folder in
            let record = try record(in: folder + "/new/folders")
            let plays = try await DemoStand.play(DemoEnding.all, record: record)
            let journal = JournalFile(parts: [Array(try Data(contentsOf: URL(filePath: record.journal)))])
            let heard = HeardTrace()
            let inspector = TraceInspector(listener: heard)
            let reassembler = TCPReassembler(inspector)
            let reader = try TraceReader(path: record.trace)
            while try reader.next({ head, bytes in reassembler.take(bytes, head) }) {}
            reassembler.finish()
            #expect(journal.sessions.map(\.number) == Array(1...7) && heard.sessions.count == 7)
            let page = try String(contentsOfFile: record.page, encoding: .utf8)
            #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("demo.jsonl"))
            for (play, (told, seen)) in zip(plays.dropLast(), zip(journal.sessions, heard.sessions)) {
                let ending = play.report.ending
                #expect(told.story == play.why && told.cause == ending.cause.identifier)
                #expect(seen.recorded?.session == play.session)
                #expect(seen.ending.cause.identifier == told.cause && seen.ending.by == ending.by)
                #expect(seen.ending.client == ending.client && seen.ending.server == ending.server)
            }
            // What never ends is ended by the proxy, when it stops.
            #expect(journal.sessions.last?.cause == "shut-down")
        }
    }

    @Test func `the scenarios that were played lie beside them`() async throws {
        try await DemoStand.withFolder { folder in
            let endings = DemoEnding.all.suffix(2)
            let record = try record(in: folder, Array(endings))
            let plays = try await DemoStand.play([endings[5]], record: record)
            #expect(plays.count == 1)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            #expect(
                names == ["demo.html", "demo.jsonl", "demo.pcapng", "hop-by-hop.yaml", "stuck-in-open.yaml"])
            for ending in endings {
                let text = try String(contentsOfFile: record.scenario(of: ending), encoding: .utf8)
                #expect(text == ending.source)
            }
        }
    }

    @Test(arguments: ["demo.pcapng", "demo.jsonl", "demo.html", "stuck-in-open.yaml"])
    func `a file that is there already stays as it is`(name: String) async throws {
        try await DemoStand.withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let path = "\(folder)/\(name)"
            try "mine".write(toFile: path, atomically: true, encoding: .utf8)
            #expect {
                _ = try record(in: folder)
            } throws: { error in
                "\(error)" == "\"\(path)\" is there already and stays, name another folder"
            }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [name])
        }
    }

    @Test func `where no folder can be it says so`() async throws {
        #expect {
            _ = try record(in: "/dev/null/demo")
        } throws: { error in
            "\(error)".hasPrefix("cannot write to the folder \"/dev/null/demo\": ")
                && "\(error)".hasSuffix(", name another one")
        }
    }
}
