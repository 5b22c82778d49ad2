import Foundation
import Testing

@testable import ClosecallCLI

/// `Tests/Captures` holds what tcpdump saw on loopback of Python's websockets talking with itself, without and with
/// compression, and with Chromium; tshark reads the same frames out of them, by number, opcode and length. The others
/// were written by `closecall proxy --trace`: with two rules that fire, and without a server.
@Suite struct InspectVerbTests {
    @Test func `a capture is a table of its sessions`() async throws {
        try await check("inspect", Self.files.map { ["inspect", $0] })
    }

    @Test func `a terminal gets the columns that it has room for`() async throws {
        let narrow = Output.Stream(isTerminal: true, style: .coloured, width: 100)
        try await check("inspect-terminal", [["inspect", Self.proxy]], stream: narrow)
    }

    @Test func `a session is told frame by frame, and its story as a journal's`() async throws {
        try await check(
            "inspect-session",
            [
                ["inspect", Self.deflate, "--session", "1", "--frames"],
                ["inspect", Self.proxy, "--session", "3", "--frames"],
                ["inspect", Self.proxy, "--session", "2", "--redact", "--frames"],
                ["inspect", Self.plain, "--session", "2", "--lang", "fr"],
            ])
    }

    @Test func `frames of all sessions say whose they are`() async throws {
        try await check("inspect-frames", [["inspect", Self.plain, "--frames"]])
    }

    @Test func `json is a line for each, and one with the figures`() async throws {
        try await check(
            "inspect-json",
            [
                ["inspect", Self.plain, "--json"], ["inspect", Self.proxy, "--json", "--redact"],
                ["inspect", Self.deflate, "--json", "--frames", "--session", "2"],
            ])
    }

    @Test func `sessions are selected as in reports, and none of them is a no`() async throws {
        try await check(
            "inspect-selections",
            [
                ["inspect", Self.proxy, "--only-abnormal"], ["inspect", Self.proxy, "--code", "4000"],
                ["inspect", Self.plain, "--cause", "closed-by-client"],
                ["inspect", Self.proxy, "--by", "fault", "--lang", "fr"],
                ["inspect", Self.plain, "--code", "4999"],
                ["inspect", Self.plain, "--client-profile", "chromium", "--server-profile", "node"],
            ])
    }

    @Test func `what cannot be read says what to change`() async throws {
        try await withFolder { folder in
            try Data().write(to: URL(filePath: folder + "/empty.pcap"))
            try Data("hello, world, this is a text".utf8).write(to: URL(filePath: folder + "/text.pcap"))
            let commands = [
                ["inspect"], ["inspect", folder + "/none.pcap"], ["inspect", folder + "/empty.pcap"],
                ["inspect", folder + "/text.pcap"], ["inspect", folder],
                ["inspect", Self.plain, "--session", "9"], ["inspect", Self.plain, "--session", "x"],
                ["inspect", Self.plain, Self.plain], ["inspect", Self.plain, "--client-profile", "crome"],
                ["inspect", Self.plain, Self.proxy, "--follow"],
                ["inspect", Self.plain, "--frames", "--only-abnormal"],
            ]
            try await check("inspect-errors", commands, replacing: [folder: "FOLDER"])
        }
    }

    @Test func `of a torn file all is told up to the tear`() async throws {
        try await withFolder { folder in
            for (file, length) in [(Self.plain, 5000), (Self.proxy, 7001)] {
                let data = try Data(contentsOf: URL(filePath: Self.folder + file)).prefix(length)
                try data.write(to: URL(filePath: "\(folder)/torn-\(file)"))
            }
            try await check(
                "inspect-torn",
                [
                    ["inspect", "\(folder)/torn-\(Self.plain)"],
                    ["inspect", "\(folder)/torn-\(Self.proxy)", "--json"],
                ], replacing: [folder: "FOLDER"])
        }
    }

    @Test func `parts of one capture are read in the order of their times`() async throws {
        let one = await Run(["inspect", Self.folder + Self.plain, Self.folder + Self.deflate])
        let other = await Run(["inspect", Self.folder + Self.deflate, Self.folder + Self.plain])
        #expect(one.standardOutput == other.standardOutput && one.status == 0)
        #expect(one.standardOutput.split(separator: "\n").count == 1 + 6 + 1)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a growing file is followed until somebody ends it`() async throws {
        let whole = try Data(contentsOf: URL(filePath: Self.folder + Self.plain))
        try await withFolder { folder in
            let path = folder + "/growing.pcap"
            try whole.prefix(6500).write(to: URL(filePath: path))
            var run = LiveRun(["inspect", path, "--follow", "--json"])
            #expect(await run.line()?.contains("\"session\":1,") == true)
            let handle = try #require(FileHandle(forWritingAtPath: path))
            try handle.seekToEnd()
            try handle.write(contentsOf: whole.dropFirst(6500))
            try handle.close()
            #expect(await run.line(containing: "\"session\":3,") != nil)
            let (rest, status) = await run.end()
            #expect(rest.last?.hasPrefix("{\"event\":\"summary\"") == true && status == 0)
        }
    }

    // MARK: Files

    private static let folder =
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Captures").path() + "/"
    private static let plain = "python-plain.pcap"
    private static let deflate = "python-deflate.pcap"
    private static let proxy = "proxy.pcapng"
    private static let files = [plain, deflate, "chromium.pcap", proxy, "unreachable.pcapng"]

    /// Names of captures stand for their paths.
    private func check(
        _ name: String, _ commands: [[String]], stream: Output.Stream = .pipe,
        replacing fleeting: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let commands = commands.map { $0.map { Self.files.contains($0) ? Self.folder + $0 : $0 } }
        try await Snapshot.check(
            name, commands, stream: stream, replacing: fleeting.merging([Self.folder: ""]) { $1 },
            sourceLocation: sourceLocation)
    }
}
