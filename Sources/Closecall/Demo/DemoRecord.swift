internal import Observer
internal import Reactor
internal import Trace

/// What the demo leaves behind: a journal, a trace, a report made of the journal, and the scenarios that it played.
public final class DemoRecord: Sendable {
    /// The folder.
    public let folder: String
    /// The trace, for Wireshark and `closecall inspect`.
    public var trace: String { path(Self.traceName) }
    /// The journal, for `closecall explain` and `closecall report`.
    public var journal: String { path(Self.journalName) }
    /// The report, for a browser.
    public var page: String { path(Self.pageName) }

    private static let traceName = "demo.pcapng"
    private static let journalName = "demo.jsonl"
    private static let pageName = "demo.html"

    private let diary: Journal
    private let recorder: TraceRecorder

    /// Makes the folder if it is not there, and begins the files.
    ///
    /// - Parameters:
    ///   - version: the program's.
    ///   - command: the command line.
    ///   - endings: what is going to be played.
    /// - Throws: also when one of the files is there already: it is somebody's.
    public init(
        in folder: String, version: String, command: [String], endings: [DemoEnding]
    ) throws(DemoFailure) {
        self.folder = folder
        try Self.prepare(folder, endings)
        let plan = Journal.Plan(
            path: "\(folder)/\(Self.journalName)", head: JournalHead(closecall: version, command: command),
            style: JournalScribe.Style { $0.story(in: .english) })
        do throws(SystemError) { diary = try Journal(plan) } catch {
            throw DemoFailure(Self.advice(error, folder))
        }
        var trace = TracePlan(path: "\(folder)/\(Self.traceName)")
        trace.application = "closecall \(version)"
        trace.about = "closecall demo"
        do throws(TraceProblem) { recorder = try TraceRecorder(trace) } catch {
            throw DemoFailure("\(error)")
        }
    }

    /// The scenario of an ending, to be played again.
    public func scenario(of ending: DemoEnding) -> String { path(ending.fileName) }

    func watch(_ options: inout ProxyOptions) {
        options.journal = { [diary] in diary.add($0) }
        options.keepsFrames = true
        options.trace = recorder
    }

    /// Writes what is not written yet, and the report. The proxy has stopped before.
    func finish() async throws(DemoFailure) {
        let tally = await recorder.finish()
        let (_, failure) = await diary.finish()
        if let failure { throw DemoFailure(Self.advice(failure, folder)) }
        if let failure = tally.failure { throw DemoFailure("\(failure)") }
        do throws(SystemError) {
            let file = JournalFile(parts: [try SmallFile.read(journal, most: .max).bytes])
            let report = ReportPage(
                file: file, sessions: file.sessions, names: [Self.journalName], filter: "",
                language: .english)
            try SmallFile.write(report.html, to: page)
        } catch {
            throw DemoFailure(Self.advice(error, folder))
        }
    }

    private func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Makes the folder, and puts the scenarios into it.
    private static func prepare(_ path: String, _ endings: [DemoEnding]) throws(DemoFailure) {
        let folder = PrivateFolder(path)
        let names = [traceName, journalName, pageName] + endings.map(\.fileName)
        if let taken = names.first(where: { isThere(folder.path(of: $0)) }) {
            throw DemoFailure("\"\(folder.path(of: taken))\" is there already and stays, name another folder")
        }
        do throws(SystemError) {
            try folder.make()
            for ending in endings {
                _ = try folder.create(ending.fileName, Array(ending.source.utf8), isSecret: false)
            }
        } catch {
            throw DemoFailure(advice(error, path))
        }
    }

    private static func isThere(_ path: String) -> Bool { (try? FileTree.isFolder(path)) != nil }

    private static func advice(_ error: SystemError, _ folder: String) -> String {
        "cannot write to the folder \"\(folder)\": \(error.words), name another one"
    }
}
