internal import Trace

extension ReplayScript {
    /// Takes a session out of a trace: the one of that number, as `closecall inspect` counts, or the only one.
    ///
    /// The file is read twice: which connection a session has is known only when it was recognised.
    public init(reading path: String, session: Int?) throws(ReplayFailure) {
        let search = SessionSearch(wanted: session)
        let inspector = TraceInspector(listener: search)
        try Self.read(path, inspector)
        let found = try search.result(inspector.totals)
        let tape = ReplayTape(of: found.stream)
        try Self.read(path, tape)
        if tape.isTooLong { throw .tooLong }
        try self.init(session: found.number, tape)
    }

    private static func read(_ path: String, _ listener: any StreamListener) throws(ReplayFailure) {
        do throws(TraceProblem) {
            let reader = try TraceReader(path: path)
            let reassembler = TCPReassembler(listener)
            // What stands behind damage is lost; what was read counts.
            while (try? reader.next { reassembler.take($1, $0) }) == true {}
            reassembler.finish()
        } catch {
            throw .trace(error)
        }
    }
}

/// Looks for one session.
private final class SessionSearch: InspectionListener {
    private let wanted: Int?
    private var found: (number: Int, stream: StreamID)?

    init(wanted: Int?) { self.wanted = wanted }

    func ended(_ session: InspectedSession) {
        guard found == nil || session.number == wanted, let stream = session.streams.first else { return }
        if wanted == nil || session.number == wanted { found = (session.number, stream) }
    }

    func result(_ totals: InspectionTotals) throws(ReplayFailure) -> (number: Int, stream: StreamID) {
        if let found, wanted != nil || totals.sessions == 1 { return found }
        if totals.sessions == 0 { throw .noSessions(encrypted: totals.encrypted) }
        guard let wanted else { throw .whichSession(of: totals.sessions) }
        throw .noSuchSession(wanted, of: totals.sessions)
    }
}
