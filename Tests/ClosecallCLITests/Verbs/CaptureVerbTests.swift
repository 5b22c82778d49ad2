import Closecall
import Foundation
import Reactor
import Testing
import Trace

@testable import ClosecallCLI

/// Where this process may not capture, tests see that it is told so instead.
@Suite(.timeLimit(.minutes(1)))
struct CaptureVerbTests {
    private static let refusal = "closecall capture: capturing on lo needs the privilege CAP_NET_RAW: run "

    @Test func `it says what it captures and where to, and at the end how much came`() async throws {
        try await withFolder { folder in
            try await EchoServer.withServer { server in
                let port = server.address.port ?? 0
                let path = folder + "/x.pcapng"
                var run = LiveRun(["capture", "-i", "lo", "--port", "\(port)", "-o", path])
                guard let first = await permitted(&run) else { return }
                #expect(first == "capturing on lo, tcp port \(port), into \(path)")
                #expect(await Run(["connect", server.url, "--send", "x"]).status == 0)
                let end = await run.end()
                #expect(end.status == 0 && end.lines.count == 2)
                let line = try #require(end.lines.first)
                let counts = try #require(line.wholeMatch(of: /\d+ packets, \d\.\d KiB, 0 dropped, in (.+)/))
                #expect(counts.output.1 == path)
                #expect(end.lines.last == "closecall inspect \(path) shows what was said")
            }
        }
    }

    @Test func `for programs every line is an object`() async throws {
        try await withFolder { folder in
            let path = folder + "/x.pcapng"
            var run = LiveRun(["capture", "-i", "lo", "--port", "1", "-o", path, "--json"])
            guard let first = await permitted(&run) else { return }
            #expect(
                first == """
                    {"event":"capturing","interface":"lo","filter":"tcp port 1","file":"\(path)","snapLength":262144}
                    """)
            let end = await run.end()
            #expect(
                end.lines == [
                    """
                    {"event":"summary","packets":0,"bytes":0,"notWritten":0,"received":0,"droppedByKernel":0,\
                    "droppedByInterface":0,"files":["\(path)"],"filesDeleted":0}
                    """
                ])
            #expect(end.status == 0)
        }
    }

    @Test func `who catches nothing is told what was looked for`() async throws {
        try await withFolder { folder in
            let path = folder + "/x.pcapng"
            var run = LiveRun([
                "capture", "-i", "lo", "--port", "1", "--filter", "host ::1", "-o", path, "--duration", "1ms",
            ])
            guard await permitted(&run) != nil else { return }
            let end = await run.end()
            #expect(
                end.lines == [
                    "0 packets, 0 B, 0 dropped, in \(path)",
                    "no packet came that is \"(tcp port 1) and (host ::1)\" on lo",
                ])
        }
    }

    @Test func `the standard output gets the trace and nothing else`() async throws {
        try await EchoServer.withServer { server in
            let port = "\(server.address.port ?? 0)"
            let capture = try CaptureChild(["-i", "lo", "--port", port, "-o", "-", "--packets", "4"])
            let client = Task { while !Task.isCancelled { _ = await Run(["connect", server.url]) } }
            let end = capture.end()
            client.cancel()
            await client.value
            if end.status == 2 { return #expect(end.error.hasPrefix(Self.refusal) && end.output.isEmpty) }
            #expect(end.output.starts(with: [0x0A, 0x0D, 0x0D, 0x0A]))
            let lines = end.error.split(separator: "\n")
            #expect(end.status == 0 && lines.count == 2)
            #expect(lines.first == "capturing on lo, tcp port \(port), into the standard output")
            #expect(lines.last?.hasPrefix("4 packets, ") == true)
        }
    }

    @Test func `it lists interfaces without privilege`() async {
        let run = await Run(["capture", "--interfaces"])
        #expect(run.standardOutput.contains("lo\n") && run.status == 0)
        let json = await Run(["capture", "--interfaces", "--json"])
        #expect(
            json.standardOutput.contains(
                "{\"event\":\"interface\",\"name\":\"lo\",\"about\":null,\"isUp\":true}\n"))
    }

    /// Root gives the privilege up for this; who is not root never had it.
    @Test func `without the privilege it says how to get it`() throws {
        let run = try CaptureChild(["-i", "lo", "-o", "/nowhere/x.pcapng"], isPrivileged: false).end()
        #expect(run.status == 2)
        #expect(
            run.error.hasPrefix(Self.refusal + "\"sudo setcap cap_net_raw+ep $(command -v closecall)\" once"))
    }

    @Test func `wrong arguments say what to change`() async throws {
        try await Snapshot.check(
            "capture-errors",
            [
                ["capture", "9000"], ["capture", "--port"], ["capture", "--port", "0"],
                ["capture", "--port", "http"],
                ["capture", "--snap-length", "10"], ["capture", "--buffer", "2GiB"],
                ["capture", "--ring-files", "3"], ["capture", "--ring-size", "1MB", "--ring-files", "1"],
                ["capture", "--ring-size", "1KiB"], ["capture", "--ring-size", "1MB", "-o", "-"],
                ["capture", "--duration", "5"], ["capture", "--packets", "0"], ["capture", "-o", ""],
                ["capture", "--interface=lo9"],
            ], replacing: ["only \(try CaptureInterface.all().map(\.name).joined(separator: ", "))": "only …"]
        )
    }

    @Test func `packets are not for terminals`() async {
        let terminal = Output.Stream(isTerminal: true, style: .plain, width: 80)
        let run = await Run(["capture", "-o", "-"], stream: terminal)
        #expect(run.standardError.hasPrefix("closecall capture: the standard output is a terminal"))
        #expect(run.status == 2)
    }

    /// The first line; nil where capturing is not permitted, which then must be said.
    private func permitted(_ run: inout LiveRun) async -> String? {
        let line = await run.line()
        if let line, line.hasPrefix("[stderr]") {
            #expect(line.hasPrefix("[stderr] " + Self.refusal))
            return nil
        }
        return line
    }
}

/// The built command's capture as a child process.
private struct CaptureChild {
    private let process = Process()
    private let output = Pipe()
    private let error = Pipe()

    init(_ arguments: [String], isPrivileged: Bool = true) throws {
        let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let command = URL(filePath: bundle).deletingLastPathComponent().appending(path: "closecall").path()
        let drop =
            isPrivileged || geteuid() != 0
            ? [] : ["setpriv", "--bounding-set=-net_raw", "--inh-caps=-net_raw"]
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = drop + [command, "capture"] + arguments
        (process.standardOutput, process.standardError) = (output, error)
        try process.run()
    }

    /// What it said, and its status, when it has ended by itself.
    func end() -> (output: Data, error: String, status: Int32) {
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        let text = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (bytes, String(decoding: text, as: UTF8.self), process.terminationStatus)
    }
}
