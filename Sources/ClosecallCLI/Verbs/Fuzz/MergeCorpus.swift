internal import Closecall
internal import Reactor

extension Verb {
    static let fuzzMerge = Verb(
        name: "fuzz merge",
        summary: "make seeds of what campaigns found, as far as it reaches new code",
        positionals: [
            Positional("TARGET", "its name, as in \"closecall fuzz list\""),
            Positional(
                "DIR", "folders with inputs, in place of .build/fuzz/corpus/TARGET", count: .any),
        ],
        options: [.tree, .skipBuild, .json],
        examples: [
            Example("closecall fuzz merge frames", "after a campaign"),
            Example(
                "closecall fuzz merge frames corpus/frames",
                "what \"closecall inspect --extract-corpus corpus\" took from traces"),
        ],
        notes: """
            An input becomes a seed in Fuzz/Corpus/TARGET when it reaches code that no seed reaches, named by its \
            content. Look through them before you commit: a seed is run by every "swift test". With --json, the line is \
            an object whose event is merged.
            """,
        endsGently: true,
        run: merge)

    @Sendable
    private static func merge(_ invocation: Invocation) async throws(CommandFailure) -> ExitStatus {
        let arguments = invocation.arguments
        let output = invocation.output
        let tree = try FuzzArguments.tree(arguments)
        let target = try FuzzArguments.target(arguments, in: tree)
        let folders = arguments.positionals.dropFirst().map(FuzzArguments.path)
        let progress = FuzzProgress(output)
        let isBuilding = Locked(false)
        let campaign = FuzzArguments.campaign(in: tree, invocation.interrupts)
        let result = await campaign.merge(folders, into: target, skipsBuild: arguments.has(.skipBuild)) {
            progress.building($0, isBuilding)
        }
        progress.wipe()
        if case .failure(.interrupted) = result { return .yes }
        let merge = try FuzzArguments.value(of: result)
        if arguments.has(.json) {
            output.json { json in
                json.field("event", "merged")
                json.field("target", target)
                json.field("looked", merge.looked)
                json.field("added", merge.added)
                json.field("broken", merge.broken)
            }
            return .yes
        }
        let looked = Wording.count(merge.looked, "input")
        output.line("\(Wording.count(merge.added.count, "new seed")) of \(looked), in \(merge.folder)")
        if merge.broken > 0 {
            let broken = Wording.count(merge.broken, "input")
            output.line("\(broken) broke something and stayed out: closecall fuzz run \(target) finds what")
        }
        return .yes
    }
}
