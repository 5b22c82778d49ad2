internal import Closecall
internal import Observer

extension VerbOption {
    static let extractCorpus = VerbOption.text(
        "extract-corpus", "DIR",
        "write each frame, message, Close and handshake as a seed for the fuzz targets")
    static let extractScenario = VerbOption.text(
        "extract-scenario", "FILE",
        "write a scenario with the same ending: of --session N, or of the first that ended badly")
    static let harFile = VerbOption.text(
        "har", "FILE", "write the sessions as an HTTP archive (HAR 1.2) with their messages; - for stdout")

    static let exports = [extractCorpus, extractScenario, harFile]
}

/// What is to be made of a trace in place of showing it.
struct ExportArguments {
    private let corpus: String?
    private let scenario: String?
    private let har: String?

    init(_ arguments: ParsedArguments) {
        corpus = arguments.value(.extractCorpus)
        scenario = arguments.value(.extractScenario)
        har = arguments.value(.harFile)
    }

    /// Whether there is anything to be made.
    var isEmpty: Bool { corpus == nil && scenario == nil && har == nil }

    private var paths: [(option: VerbOption, path: String)] {
        [(.extractCorpus, corpus), (.extractScenario, scenario), (.harFile, har)].compactMap { option, path in
            path.map { (option, $0) }
        }
    }

    /// Opens what is written to, before anything is read for nothing.
    func open(_ plan: InspectPlan) throws(CommandFailure) -> [any TraceExport] {
        try check(plan)
        do throws(ExportProblem) {
            var exports: [any TraceExport] = []
            if let corpus { exports.append(try CorpusExport(path: corpus, session: plan.number)) }
            if let scenario {
                exports.append(
                    ScenarioExport(
                        path: scenario, session: plan.number, isRedacted: plan.isRedacted,
                        trace: Self.name(of: plan.paths[0]), language: plan.language))
            }
            if let har {
                exports.append(
                    try HARExport(
                        path: har, session: plan.number, isRedacted: plan.isRedacted,
                        version: ClosecallCommand.version))
            }
            return exports
        } catch {
            throw CommandFailure("\(error)")
        }
    }

    private func check(_ plan: InspectPlan) throws(CommandFailure) {
        for (index, (option, path)) in paths.enumerated() {
            guard !path.isEmpty else { throw CommandFailure("option \"\(option.typed)\": the name is empty") }
            if plan.paths.contains(path), path != "-" {
                throw CommandFailure(
                    "option \"\(option.typed)\": \"\(path)\" is the trace itself, name another")
            }
            if paths[..<index].contains(where: { $0.path == path }) {
                throw CommandFailure("option \"\(option.typed)\": \"\(path)\" is named twice")
            }
        }
        if corpus == "-" {
            throw CommandFailure("option \"--extract-corpus\": a corpus is many files, name a folder")
        }
        if plan.selection.asksForEnds {
            throw CommandFailure(
                "what is written holds every session, or one: choose it with --session, not by its end")
        }
        if plan.showsFrames {
            throw CommandFailure("option \"--frames\": frames are shown without --extract-… and --har")
        }
        if corpus != nil, plan.isRedacted {
            throw CommandFailure(
                "option \"--redact\": a corpus is nothing but what was said, leave one of them out")
        }
    }

    private static func name(of path: String) -> String {
        if path == "-" { return "stdin" }
        return path.split(separator: "/").last.map(String.init) ?? path
    }
}
