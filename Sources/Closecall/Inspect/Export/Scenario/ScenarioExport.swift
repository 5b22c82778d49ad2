public import Observer
internal import Reactor
internal import Scenarios
internal import WebSocketWire

/// Writes a scenario that makes one session's ending again: the play that its peers played, and the rules that break what
/// broke. It is run before it is written, so that it does what it says.
public final class ScenarioExport: TraceExport {
    private let path: String
    private let wanted: Int?
    private let isRedacted: Bool
    private let trace: String
    private let language: Language
    private var tales: [Int: SessionTale] = [:]
    private var found: (session: InspectedSession, tale: SessionTale)?
    private var hasSessions = false
    /// About so much memory is taken by the tales.
    private var size = 0

    private static let mostMemory = 32 << 20

    /// A scenario at `path`.
    ///
    /// - Parameters:
    ///   - session: the one that is wanted; nil for the first that ended badly.
    ///   - isRedacted: whether payloads are written as so many letters, and reasons and the query left out.
    ///   - trace: what the trace is called in comments.
    ///   - language: of the session's story.
    public init(
        path: String, session: Int? = nil, isRedacted: Bool = false, trace: String,
        language: Language = .english
    ) {
        self.path = path
        wanted = session
        self.isRedacted = isRedacted
        self.trace = trace
        self.language = language
    }

    /// Everything, as long as it may be the one.
    public func depth(of session: SessionBeginning) -> InspectionDepth {
        hasSessions = true
        guard isCandidate(session.number) else { return [] }
        tales[session.number] = SessionTale()
        return [.frames, .messages]
    }

    /// A frame.
    public func frame(_ frame: InspectedFrame, of session: Int) {
        change(session) { $0.add(frame.shortened) }
    }

    /// A message.
    public func message(_ message: InspectedMessage, of session: Int) {
        change(session) { $0.add(message) }
    }

    /// Of very many sessions at once only the last words are kept.
    private func change(_ session: Int, _ work: (inout SessionTale) -> Void) {
        guard var tale = tales.removeValue(forKey: session) else { return }
        size -= tale.size
        work(&tale)
        if size + tale.size > Self.mostMemory { tale.forget(keeping: 8) }
        size += tale.size
        tales[session] = tale
    }

    /// Whether it is the one.
    public func ended(_ session: InspectedSession) {
        guard let tale = tales.removeValue(forKey: session.number) else { return }
        size -= tale.size
        guard isCandidate(session.number), wanted != nil || session.ended.isAbnormal else { return }
        found = (session, tale)
        for number in tales.keys where number > session.number {
            size -= tales.removeValue(forKey: number)?.size ?? 0
        }
    }

    private func isCandidate(_ number: Int) -> Bool {
        if let wanted { return number == wanted }
        return found.map { number < $0.session.number } ?? true
    }

    /// Runs what may make the same ending, and writes what does.
    public func finish() async throws(ExportProblem) -> ExportSummary {
        let (session, tale) = try selected()
        let maker = ScenarioMaker(session: session, tale: tale, isRedacted: isRedacted)
        let sketches: [ScenarioSketch]
        do throws(ExportProblem) { sketches = try maker.sketches() } catch {
            throw .impossible("session \(session.number) makes no scenario: \(error)")
        }
        guard ScenarioProof.expectations(session.ending).first != nil else {
            throw .impossible("session \(session.number) makes no scenario: neither side's end is known")
        }
        let text = try await ScenarioProof(session, caption(session, tale), isRedacted: isRedacted)
            .firstThatHolds(of: sketches)
        do throws(SystemError) {
            try SmallFile.write(Array(text.utf8), to: path == "-" ? "/dev/stdout" : path)
        } catch {
            throw .unwritable("cannot write \"\(path)\": \(error.words), name another file")
        }
        let line =
            "wrote \(path): session \(session.number), \(session.ending.cause.identifier); run once, with the same end"
        return ExportSummary(
            kind: "scenario", path: path,
            counts: [ExportSummary.Count(name: "session", count: session.number)], line: line)
    }

    private func selected() throws(ExportProblem) -> (InspectedSession, SessionTale) {
        if let found { return found }
        if let wanted { throw .impossible("there is no session \(wanted) in \(trace)") }
        throw .impossible(
            hasSessions
                ? "no session in \(trace) ended badly: choose one with --session"
                : "there is no WebSocket session in \(trace)")
    }

    private func caption(_ session: InspectedSession, _ tale: SessionTale) -> ScenarioCaption {
        let ending = isRedacted ? session.ending.redacted : session.ending
        let story = ending.story(in: language)
        var comments = [
            "From \(trace), session \(session.number), packets \(session.first.number) to \(session.last.number).",
            "Why it ended: \(story)",
        ]
        if let rule = session.firings.last?.firing {
            comments.append(
                "There, the rule \"\(rule.rule)\" did this last: \(rule.faults.joined(separator: ", ")) at \(rule.occasion)."
            )
        }
        comments.append(
            "Each side gets again what it got there, without the pauses; payloads over 1 KiB are only as long."
        )
        if tale.forgotten > 0 {
            comments.append("The first \(tale.forgotten) messages and pings are left out.")
        }
        return ScenarioCaption(
            name: "As in \(trace), session \(session.number): \(ending.cause.identifier)", about: story,
            comments: comments)
    }
}

extension InspectedFrame {
    /// With no more of its payload than a scenario shows.
    fileprivate var shortened: InspectedFrame {
        guard payload.count > SessionTale.longestPayload, header.opcode != .close else { return self }
        return InspectedFrame(
            direction: direction, sight: sight, number: number, offset: offset, header: header,
            payload: Array(payload.prefix(SessionTale.longestPayload)), came: came, began: began, ended: ended
        )
    }
}
