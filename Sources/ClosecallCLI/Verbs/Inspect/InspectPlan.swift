internal import Closecall
internal import Observer

/// What `inspect` is to do.
struct InspectPlan {
    let paths: [String]
    let selection: SessionSelection
    /// The one session that is wanted.
    let number: Int?
    let showsFrames: Bool
    let follows: Bool
    let isJSON: Bool
    let language: Language
    let isRedacted: Bool
    let options: InspectionOptions
    /// What is to be made of it in place of showing it.
    let exports: ExportArguments

    /// So much of a payload is looked at to be shown.
    private static let longestShown = 64 * 1024

    init(_ arguments: ParsedArguments, _ environment: Environment) throws(CommandFailure) {
        paths = arguments.positionals
        selection = try SessionSelection(arguments)
        number = try arguments.integer(.sessionNumber, in: 1...Int.max)
        showsFrames = arguments.has(.inspectedFrames)
        follows = arguments.has(.follow)
        isJSON = arguments.has(.json)
        language = arguments.language(environment)
        isRedacted = arguments.has(.redactTrace)
        var options = InspectionOptions()
        exports = ExportArguments(arguments)
        if exports.isEmpty { options.payloadLimit = Self.longestShown }
        options.clientProfile = try arguments.decoded(.clientProfile) { text throws(CommandFailure) in
            try EndpointProfile.Name(named: text)
        }
        let server = try arguments.decoded(.serverProfile) { text throws(CommandFailure) in
            try EndpointProfile.Name(named: text)
        }
        options.serverProfile = server ?? .rfc6455
        self.options = options
        try check()
    }

    private func check() throws(CommandFailure) {
        if follows, paths.count > 1 {
            throw CommandFailure("option \"--follow\": only one file can be waited for, name one")
        }
        if let twin = paths.indices.first(where: { paths[..<$0].contains(paths[$0]) }) {
            throw CommandFailure("\"\(paths[twin])\" is named twice")
        }
        guard showsFrames, selection.asksForEnds else { return }
        throw CommandFailure(
            "option \"--frames\": frames are told before it is known how their session ends, choose one with --session"
        )
    }

    /// How journals' lines are written.
    var style: JournalScribe.Style {
        JournalScribe.Style(isRedacted: isRedacted) { [language] in $0.story(in: language) }
    }

    /// What has to be gathered of a session.
    func depth(of session: Int) -> InspectionDepth {
        guard number == nil || number == session else { return [] }
        if showsFrames { return [.frames, .messages, .firings] }
        return number == session && !isJSON ? [.frames] : []
    }

    func shown(_ ending: Ending) -> Ending { isRedacted ? ending.redacted : ending }
}

/// Who shows what an inspection finds.
protocol InspectReport: InspectionListener {
    /// Nothing more comes: what there is to say at the end, and what the answer is.
    func end(_ result: ReadTrace) -> ExitStatus
    /// All that is known is to be seen now.
    func flush()
    /// Whether anybody still reads it.
    var isWanted: Bool { get }
}
