internal import Closecall

extension Verb {
    static let fuzzList = Verb(
        name: "fuzz list",
        summary: "the targets that libFuzzer can be run on, and what each checks",
        positionals: [],
        options: [.tree, .json],
        examples: [
            Example("closecall fuzz list", "names, seeds, regressions"),
            Example("closecall fuzz list --json", "for a script"),
        ],
        notes: """
            Seeds are the inputs that a campaign begins with, Fuzz/Corpus/TARGET; regressions those that once broke \
            something, Fuzz/Regressions/TARGET. "swift test" runs all of them. With --json, lines are objects whose \
            event is target (name, summary, seeds, regressions).
            """,
        run: list)

    @Sendable
    private static func list(_ invocation: Invocation) throws(CommandFailure) -> ExitStatus {
        let arguments = invocation.arguments
        let tree = try FuzzArguments.tree(arguments)
        let names = try FuzzArguments.attempt { () throws(FuzzProblem) in try tree.targets() }
        let rows = names.map { name in
            TargetRow(
                name: name, summary: FuzzSubject.named(name)?.summary ?? "",
                seeds: tree.seeds(of: name).count, regressions: tree.regressions(of: name).count)
        }
        let output = invocation.output
        if arguments.has(.json) {
            rows.forEach { $0.write(to: output) }
        } else {
            show(rows, on: output)
        }
        return .yes
    }

    private static func show(_ rows: [TargetRow], on output: Output) {
        let stream = output.standardOutput
        let widest = max(6, rows.map(\.name.count).max() ?? 0)
        let indent = widest + 22
        output.line(
            stream.style.bold("\(TextLayout.padded("target", to: widest))  seeds  regressions  checks"))
        for row in rows {
            let words = TextLayout.wrapped(row.summary, width: max(20, stream.proseWidth - indent))
            let name = stream.style.term(TextLayout.padded(row.name, to: widest))
            let counts =
                TextLayout.aligned("\(row.seeds)", to: 5) + TextLayout.aligned("\(row.regressions)", to: 13)
            output.line(
                "\(name)  \(counts)  "
                    + words.joined(separator: "\n\(String(repeating: " ", count: indent))"))
        }
    }
}

/// A target as `list` tells of it.
private struct TargetRow {
    let name: String
    let summary: String
    let seeds: Int
    let regressions: Int

    func write(to output: Output) {
        output.json { json in
            json.field("event", "target")
            json.field("name", name)
            json.field("summary", summary)
            json.field("seeds", seeds)
            json.field("regressions", regressions)
        }
    }
}
