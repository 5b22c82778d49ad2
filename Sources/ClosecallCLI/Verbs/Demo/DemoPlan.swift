internal import Closecall
internal import Faults

/// What `demo` was asked for.
struct DemoPlan: Sendable {
    let endings: [DemoEnding]
    let folder: String
    let picture: String?
    /// As it would be typed again.
    let command: [String]
    private let isFast: Bool
    private let isJSON: Bool
    /// Whether the terminal shows more than ASCII.
    private let hasUnicode: Bool

    static let options: [VerbOption] = [.demoOnly, .demoOutput, .demoPicture, .demoFast, .json]

    init(_ arguments: ParsedArguments, _ environment: Environment) throws(CommandFailure) {
        let only = arguments.value(.demoOnly)
        endings = try only.map { name throws(CommandFailure) in [try Self.ending(name)] } ?? DemoEnding.all
        picture = arguments.value(.demoPicture)
        if picture != nil, only == nil {
            throw CommandFailure(
                "option \"--picture\" draws one session, say which with --only NAME: \(Self.names)")
        }
        folder = arguments.value(.demoOutput) ?? Self.newFolder(environment)
        if folder.isEmpty { throw CommandFailure("option \"--output\": the folder has no name") }
        let typed = arguments.occurrences.flatMap { [$0.option.typed, $0.value].compactMap(\.self) }
        command = ["closecall", "demo"] + typed
        isFast = arguments.has(.demoFast)
        isJSON = arguments.has(.json)
        hasUnicode = Self.speaksUTF8(environment)
    }

    /// Nobody reads along where it is no terminal.
    func report(on invocation: Invocation) -> any DemoReport {
        if isJSON { return DemoJSON(output: invocation.output) }
        let stream = invocation.output.standardOutput
        return DemoText(
            output: invocation.output, lanes: PictureLanes(stream, hasUnicode: hasUnicode),
            pace: DemoPace(isOn: stream.isTerminal && !isFast))
    }

    private static func ending(_ name: String) throws(CommandFailure) -> DemoEnding {
        if let ending = DemoEnding.named(name) { return ending }
        let guess = Suggestion.phrase(for: name, among: DemoEnding.all.map(\.name))
        throw CommandFailure(
            "option \"--only\": there is no ending \"\(name)\"" + (guess ?? ", there are \(names)"))
    }

    private static var names: String { DemoEnding.all.map(\.name).joined(separator: ", ") }

    private static func newFolder(_ environment: Environment) -> String {
        let number = String(UInt64.random(in: .min ... .max), radix: 36)
        return "\(environment["TMPDIR"] ?? "/tmp")/closecall-demo-\(number)"
    }

    /// By the first of these that is set (POSIX.1-2017, Base Definitions, 8.2).
    private static func speaksUTF8(_ environment: Environment) -> Bool {
        let locale = environment["LC_ALL"] ?? environment["LC_CTYPE"] ?? environment["LANG"] ?? "C"
        let name = locale.lowercased()
        return name.hasSuffix("utf-8") || name.hasSuffix("utf8")
    }
}

extension VerbOption {
    fileprivate static let demoOnly = VerbOption.text("only", "NAME", "this ending alone")
    fileprivate static let demoOutput = VerbOption.text(
        "output", "DIR", "write trace, journal, report and scenarios to this folder",
        standard: "a new one for temporary files"
    ).short("o")
    fileprivate static let demoPicture = VerbOption.text(
        "picture", "FILE", "draw the session of --only as an SVG, too")
    fileprivate static let demoFast = VerbOption.flag(
        "fast", "do not wait for a reader's eye; nor does it where the output is no terminal")
}
