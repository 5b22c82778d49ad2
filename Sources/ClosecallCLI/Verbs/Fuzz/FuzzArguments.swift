internal import Closecall

/// What the verbs that work in a source tree have in common.
enum FuzzArguments {
    /// The tree that was named, or the one around us.
    static func tree(_ arguments: ParsedArguments) throws(CommandFailure) -> FuzzTree {
        try attempt { () throws(FuzzProblem) in
            guard let root = arguments.value(.tree) else { return try FuzzTree.around() }
            return try FuzzTree(at: root.hasSuffix("/") ? String(root.dropLast()) : root)
        }
    }

    static func target(_ arguments: ParsedArguments, in tree: FuzzTree) throws(CommandFailure) -> String {
        try attempt { () throws(FuzzProblem) in try tree.target(arguments.positionals[0]) }
    }

    /// A campaign that ends when somebody interrupts the verb.
    static func campaign(in tree: FuzzTree, _ interrupts: Interrupts) -> FuzzCampaign {
        let campaign = FuzzCampaign(in: tree)
        interrupts.atFirst { campaign.stop.raise() }
        return campaign
    }

    /// libFuzzer would take a name that begins with a dash for a flag.
    static func path(_ typed: String) -> String { typed.hasPrefix("-") ? "./\(typed)" : typed }

    static func attempt<Value>(
        _ body: () throws(FuzzProblem) -> Value
    ) throws(CommandFailure) -> Value {
        do throws(FuzzProblem) { return try body() } catch { throw CommandFailure("\(error)") }
    }

    /// Who stopped it needs no message.
    static func value<Value>(of result: Result<Value, FuzzProblem>) throws(CommandFailure) -> Value {
        try attempt { () throws(FuzzProblem) in try result.get() }
    }
}

extension VerbOption {
    static let tree = VerbOption.text(
        "tree", "DIR", "Closecall's source tree", standard: "the one around the working directory")
    static let skipBuild = VerbOption.flag("skip-build", "take the programs as they are")
}
