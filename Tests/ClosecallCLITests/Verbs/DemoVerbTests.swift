import Foundation
import Testing

@testable import ClosecallCLI

@Suite struct DemoVerbTests {
    /// Plays in a folder that is gone afterwards.
    private func demo(
        _ arguments: [String] = [], environment: [String: String] = [:],
        stream: Output.Stream = .pipe, _ body: (Run, String) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            let folder = folder + "/demo"
            let run = await Run(
                ["demo", "--output", folder] + arguments, environment: environment, stream: stream)
            try await body(run, folder)
        }
    }

    @Test func `a session is drawn, judged, and left in files`() async throws {
        try await demo(["--only", "server-vanishes-in-mid-message"]) { run, folder in
            #expect(
                run.standardOutput.withoutTimes.replacing(folder, with: "FOLDER") == """
                    A client, closecall and a server talk on 127.0.0.1. Each drawing is what really
                    happened.

                    Server vanishes in mid-message
                    The third answer is cut in half, then both connections are reset.

                              client                        closecall                       server
                         TIME    |-- GET / -------------------->|-- GET / -------------------->|
                         TIME    |<-- 101 Switching Protocols --|<-- 101 Switching Protocols --|
                         TIME    |-- text "message 1" --------->|-- text "message 1" --------->|
                         TIME    |<--------- text "message 1" --|<--------- text "message 1" --|
                         TIME    |-- text "message 2" --------->|-- text "message 2" --------->|
                         TIME    |<--------- text "message 2" --|<--------- text "message 2" --|
                         TIME    |-- text "message 3" --------->|-- text "message 3" --------->|
                         TIME    |                              |<--------- text "message 3" --|
                         TIME    |                      * truncate, reset                      |
                         TIME    |x----- text "mess" 4 of 9 B --|                              |
                         TIME    |<---------------------- RST --|-- RST ---------------------->|

                      client  onclose: CloseEvent(code: 1006, reason: "", wasClean: false)
                      server  onclose: CloseEvent(code: 1006, reason: "", wasClean: false)
                      why     Rule "rule 1 (truncate, reset)" fired at the server's message 3 and
                              ended the client's connection, so both sides report 1006.
                      so      Half a message is never delivered: ask again after coming back.

                    What happened stands in these files
                      trace      FOLDER/demo.pcapng
                      journal    FOLDER/demo.jsonl
                      report     FOLDER/demo.html
                      scenarios  FOLDER/*.yaml

                    Try next
                      closecall inspect FOLDER/demo.pcapng --session 1 --frames
                          session 1 packet by packet; Wireshark opens the file, too
                      closecall explain --journal FOLDER/demo.jsonl --session 1
                          its whole story, in sentences
                      closecall proxy --listen 0 --scenario FOLDER/server-vanishes-in-mid-message.yaml ws://127.0.0.1:8080
                          do the same to your own client and server

                    """)
            #expect(run.status == 0 && run.standardError.isEmpty)
        }
    }

    @Test func `all seven are played, and what each side got is told`() async throws {
        try await demo { run, _ in
            let lines = run.standardOutput.split(separator: "\n").map(String.init)
            let titles = lines.filter { $0.contains(" of 7  ") }
            #expect(
                titles == [
                    "1 of 7  Nothing is broken", "2 of 7  One slow answer", "3 of 7  A wrong byte in a text",
                    "4 of 7  Half a close code", "5 of 7  Server vanishes in mid-message",
                    "6 of 7  Hop by hop", "7 of 7  Stuck in OPEN",
                ])
            let clients = lines.filter { $0.hasPrefix("  client  ") }
            #expect(
                clients.map { $0.prefix(50) } == [
                    "  client  onclose: CloseEvent(code: 1000, reason: ",
                    "  client  onclose: CloseEvent(code: 1000, reason: ",
                    "  client  onclose: CloseEvent(code: 1007, reason: ",
                    "  client  onerror, then onclose: CloseEvent(code: ",
                    "  client  onclose: CloseEvent(code: 1006, reason: ",
                    "  client  onerror, then onclose: CloseEvent(code: ",
                    "  client  no event: readyState is still OPEN",
                ])
            #expect(lines.contains("  server  no event: no WebSocket was ever opened"))
            #expect(
                lines.count { $0.hasPrefix("  why     ") } == 7
                    && lines.count { $0.hasPrefix("  so      ") } == 7)
            #expect(lines.contains { $0.contains("nothing more for") })
            #expect(
                !run.standardOutput.contains("\u{1B}") && run.standardOutput.utf8.allSatisfy { $0 < 0x80 })
            #expect(run.status == 0 && run.standardError.isEmpty)
        }
    }

    @Test func `the three commands to try next work`() async throws {
        try await demo { run, folder in
            let commands = run.standardOutput.split(separator: "\n")
                .filter { $0.hasPrefix("  closecall ") }
                .map { $0.split(separator: " ").dropFirst().map(String.init) }
            #expect(commands.map(\.first) == ["inspect", "explain", "proxy"])
            let inspect = await Run(commands[0])
            #expect(inspect.status == 0 && inspect.standardError.isEmpty)
            #expect(inspect.standardOutput.contains("killed-by-fault"))
            let explain = await Run(commands[1])
            #expect(explain.status == 0 && explain.standardError.isEmpty)
            #expect(explain.standardOutput.hasPrefix("Session 5  /\n"))
            var proxy = LiveRun(commands[2])
            _ = try await proxy.url()
            #expect(await proxy.end().status == 0)
            #expect(await Run(["run", folder]).status == 0)
        }
    }

    @Test func `for programs each step is an object`() async throws {
        try await demo(["--only", "hop-by-hop", "--json"]) { run, folder in
            #expect(
                run.standardOutput.replacing(/"age":[0-9.e-]+/, with: "\"age\":T")
                    .replacing(folder, with: "FOLDER") == """
                        {"event":"play","name":"hop-by-hop","title":"Hop by hop","summary":"Something on the way removes \\"Upgrade\\", as nginx does unless told otherwise.","lesson":"A page is told 1006, never the 426: closecall connect and curl show it.","scenario":"handshake/hop-by-hop.yaml"}
                        {"event":"step","session":1,"age":T,"client":{"direction":"toServer","kind":"handshake","what":"GET /"}}
                        {"event":"step","session":1,"age":T,"fault":"strip-header"}
                        {"event":"step","session":1,"age":T,"server":{"direction":"toServer","kind":"handshake","what":"GET / (changed)"}}
                        {"event":"step","session":1,"age":T,"client":{"direction":"toClient","kind":"handshake","what":"426 Upgrade Required"},"server":{"direction":"toClient","kind":"handshake","what":"426 Upgrade Required"}}
                        {"event":"step","session":1,"age":T,"client":{"direction":"toClient","kind":"finish","what":"FIN"},"server":{"direction":"toClient","kind":"finish","what":"FIN"}}
                        {"event":"step","session":1,"age":T,"client":{"direction":"toServer","kind":"finish","what":"FIN"},"server":{"direction":"toServer","kind":"finish","what":"FIN"}}
                        {"event":"end","session":1,"name":"hop-by-hop","client":{"state":"closed","error":true,"code":1006,"reason":"","wasClean":false},"server":{"state":"closed","error":false},"cause":"handshake-refused","by":"server","why":"The server answered the request for \\"/\\" with 426 (Upgrade Required) instead of 101, so the client reports 1006."}
                        {"event":"files","trace":"FOLDER/demo.pcapng","journal":"FOLDER/demo.jsonl","report":"FOLDER/demo.html","scenarios":"FOLDER","picture":null}
                        {"event":"try","command":"closecall inspect FOLDER/demo.pcapng --session 1 --frames","purpose":"session 1 packet by packet; Wireshark opens the file, too"}
                        {"event":"try","command":"closecall explain --journal FOLDER/demo.jsonl --session 1","purpose":"its whole story, in sentences"}
                        {"event":"try","command":"closecall proxy --listen 0 --scenario FOLDER/hop-by-hop.yaml ws://127.0.0.1:8080","purpose":"do the same to your own client and server"}

                        """)
            #expect(run.status == 0)
        }
    }

    @Test func `for programs a session that never ends has no cause`() async throws {
        try await demo(["--only", "stuck-in-open", "--json"]) { run, _ in
            let end = run.standardOutput.split(separator: "\n").first { $0.hasPrefix(#"{"event":"end""#) }
            let open = #"{"state":"open","error":false}"#
            #expect(
                end?.hasPrefix(
                    #"{"event":"end","session":1,"name":"stuck-in-open","client":\#(open),"server":\#(open),"#
                        + #""cause":null,"by":null,"why":"The session has not ended, "#) == true)
        }
    }

    @Test func `a terminal gets colours, and lines where its letters have them`() async throws {
        let terminal = Output.Stream(isTerminal: true, style: .coloured, width: 80)
        let arguments = ["--fast", "--only", "nothing-broken"]
        try await demo(arguments, environment: ["LANG": "de_DE.UTF-8"], stream: terminal) { run, _ in
            #expect(
                run.standardOutput.contains(
                    "\u{1B}[2m│\u{1B}[0m\u{1B}[2m──\u{1B}[0m text \"hello\" \u{1B}[2m──"))
            #expect(run.standardOutput.contains("\u{1B}[32monclose: CloseEvent(code: 1000"))
        }
        let plain = Output.Stream(isTerminal: true, style: .plain, width: 80)
        let environment = ["LANG": "de_DE.UTF-8", "LC_ALL": "C"]
        try await demo(arguments, environment: environment, stream: plain) { run, _ in
            #expect(run.standardOutput.contains("|-- text \"hello\" --"))
            #expect(!run.standardOutput.contains("\u{1B}"))
        }
    }

    @Test func `a folder for temporary files is made where none is named`() async throws {
        try await withFolder { folder in
            let run = await Run(["demo", "--only", "nothing-broken"], environment: ["TMPDIR": folder])
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(names.count == 1 && names[0].hasPrefix("closecall-demo-"))
            #expect(run.standardOutput.contains("\(folder)/\(names[0])/demo.html\n"))
            #expect(FileManager.default.fileExists(atPath: "\(folder)/\(names[0])/demo.html"))
        }
    }

    @Test func `a session can be drawn into a file`() async throws {
        try await withFolder { folder in
            let picture = folder + "/slow.svg"
            try await demo(["--only", "slow-answer", "--picture", picture]) { run, _ in
                #expect(run.status == 0 && run.standardOutput.contains("  picture    \(picture)\n"))
                let text = try String(contentsOfFile: picture, encoding: .utf8)
                #expect(text.hasPrefix("<svg ") && text.contains(">One slow answer</title>"))
            }
        }
    }

    @Test func `what it cannot do says what to change`() async throws {
        try await withFolder { folder in
            try "mine".write(toFile: folder + "/demo.html", atomically: true, encoding: .utf8)
            let commands = [
                ["demo", "--only", "stuck"], ["demo", "--only", "nothing"], ["demo", "--picture", "x.svg"],
                ["demo", "--output", folder], ["demo", "--output", "/dev/null/demo"],
                ["demo", "--output", ""],
                ["demo", "extra"],
            ]
            try await Snapshot.check("demo-errors", commands, replacing: [folder: "FOLDER"])
            let picture = folder + "/no/x.svg"
            let run = await Run(
                ["demo", "--only", "hop-by-hop", "--output", folder + "/new", "--picture", picture])
            #expect(
                run.standardError == "closecall demo: cannot write \"\(picture)\": no such file or directory "
                    + "(ENOENT), choose another --picture\n")
            #expect(run.status == 2)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `an interrupt ends it early, and what was played is written`() async throws {
        try await withFolder { folder in
            let terminal = Output.Stream(isTerminal: true, style: .plain, width: 80)
            var live = LiveRun(["demo", "--output", folder + "/demo"], stream: terminal)
            _ = await live.line(containing: "2 of 7")
            let (lines, status) = await live.end()
            #expect(status == 0 && lines.contains("What happened stands in these files"))
            #expect(lines.contains { $0.hasPrefix("Ended early: ") && $0.hasSuffix(" of 7 played.") })
            #expect(!lines.contains { $0.contains("3 of 7") || $0.contains("[stderr]") })
            let report = await Run(["report", folder + "/demo/demo.jsonl", "--json"])
            #expect(report.status == 0)
        }
    }
}

extension String {
    /// Times keep their columns.
    fileprivate var withoutTimes: String {
        replacing(#/(?m)^ *\d+(\.\d+)? m?s /#) { match in
            String(repeating: " ", count: max(0, match.output.0.count - 5)) + "TIME "
        }
    }
}
