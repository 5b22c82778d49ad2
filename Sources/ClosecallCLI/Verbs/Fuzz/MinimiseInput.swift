internal import Closecall

extension Verb {
    static let fuzzMinimise = Verb(
        name: "fuzz minimise",
        summary: "make an input smaller that breaks a target, and keep it",
        positionals: [
            Positional("TARGET", "its name, as in \"closecall fuzz list\""),
            Positional("FILE", "an input that breaks it"),
        ],
        options: [.patienceOfReducer, .tree, .skipBuild, .json],
        examples: [
            Example(
                "closecall fuzz minimise frames .build/fuzz/findings/frames-crash-FILE",
                "an input that somebody else's run has found")
        ],
        notes: """
            Bytes are left out, lengths before them counted down, and others set to 0, as long as the same stack \
            breaks. What is left is written to Fuzz/Regressions/TARGET; FILE stays as it is. Exit status: 0 it was \
            done, 1 the input breaks nothing, 2 it could not be run. With --json, the line is an object whose event is \
            finding.
            """,
        endsGently: true,
        run: minimise)

    @Sendable
    private static func minimise(_ invocation: Invocation) async throws(CommandFailure) -> ExitStatus {
        let arguments = invocation.arguments
        let tree = try FuzzArguments.tree(arguments)
        let target = try FuzzArguments.target(arguments, in: tree)
        let path = FuzzArguments.path(arguments.positionals[1])
        let patience = try arguments.duration(.patienceOfReducer) ?? .seconds(60)
        let report = CampaignReport(
            output: invocation.output, target: target, isJSON: arguments.has(.json))
        let campaign = FuzzArguments.campaign(in: tree, invocation.interrupts)
        let result = await campaign.minimise(
            path, of: target, patience: patience, skipsBuild: arguments.has(.skipBuild)
        ) { report.take($0) }
        report.wipe()
        switch result {
        case .success(let finding):
            report.show(finding)
            return .yes
        case .failure(.keepsPromises):
            report.kept(path)
            return .no
        case .failure(.interrupted): return .yes
        case .failure(let problem): throw CommandFailure("\(problem)")
        }
    }
}
