extension Verb {
    static let fuzz = Verb(
        name: "fuzz",
        summary: "fuzzing: campaigns with libFuzzer, and against live peers",
        positionals: [],
        options: [],
        examples: [],
        notes: """
            Two kinds of fuzzing. From Closecall's source tree, libFuzzer looks for inputs that break a promise of \
            its own code. Against a live server or client of yours, sequences of frames that know WebSocket look \
            for a peer that dies, hangs, leaks or answers wrongly.
            """,
        subverbs: [
            .fuzzList, .fuzzRun, .fuzzMinimise, .fuzzMerge, .fuzzCoverage, .fuzzPeer, .fuzzClient,
        ],
        run: { _ throws(CommandFailure) in
            throw CommandFailure("say which, \"closecall fuzz --help\" lists them")
        })
}
