internal import Observer
internal import Reactor
internal import Trace
internal import WebSocketWire

/// Writes a trace's sessions as an HTTP archive (HAR 1.2), with their messages as Chromium's developer tools and
/// mitmproxy write them: as the client sent and got them.
///
/// A session is written when it ends; until then most of its messages wait in a file of their own, so that a trace of any
/// size needs little memory.
public final class HARExport: TraceExport {
    private let path: String
    private let session: Int?
    private let cover: HARCover
    private let creator: (name: String, version: String)
    /// Nothing is written before the first entry, so that what is no trace costs nobody an archive.
    private var file: HARFile?
    private var messages: HARMessages
    private var drafts: [Int: Draft] = [:]
    private var entries = 0
    private var written = 0
    private var problem: ExportProblem?
    private var json = JSONWriter()

    /// A session that is under way.
    private struct Draft {
        let server: TCPEnd?
        var request: (head: RequestHead, size: Int, at: PacketTime)?
        var response: (head: ResponseHead, size: Int, at: PacketTime)?
        var row = HARMessages.Row()
    }

    /// An archive at `path`; what stood there is gone once something is written.
    ///
    /// - Parameters:
    ///   - path: the file, or `-` for the standard output.
    ///   - session: the one that is wanted; nil for all.
    ///   - isRedacted: whether payloads, reasons, queries and all headers that may hold a secret are covered.
    ///   - version: of the program that writes it.
    public init(
        path: String, session: Int? = nil, isRedacted: Bool = false, version: String
    ) throws(ExportProblem) {
        self.path = path
        self.session = session
        cover = HARCover(isRedacted: isRedacted)
        creator = ("closecall", version)
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) }
        messages = HARMessages(in: path == "-" ? "/tmp" : folder ?? ".")
        if path != "-" { try HARFile.check(path, in: folder ?? ".") }
    }

    /// Its handshake and its messages.
    public func depth(of session: SessionBeginning) -> InspectionDepth {
        guard isWanted(session.number) else { return [] }
        drafts[session.number] = Draft(server: session.server)
        return [.handshakes, .messages]
    }

    /// A head, as the client sent or got it.
    public func handshake(_ head: InspectedHead, of session: Int) {
        switch head.head {
        case .request(let request):
            guard head.sight != .got else { return }
            drafts[session]?.request = (request, head.bytes.count, head.packet.time)
        case .response(let response):
            guard head.sight != .sent, !response.isInterim || response.status == 101 else { return }
            drafts[session]?.response = (response, head.bytes.count, head.packet.time)
        }
    }

    /// A message, as the client sent or got it.
    public func message(_ message: InspectedMessage, of session: Int) {
        let isClients = message.direction == .toServer ? message.sight != .got : message.sight != .sent
        guard isClients, problem == nil, var draft = drafts.removeValue(forKey: session) else { return }
        json.removeAll()
        json.object { [cover] in $0.har(message, cover) }
        attempt { () throws(ExportProblem) in try messages.append(json.bytes, to: &draft.row) }
        drafts[session] = draft
    }

    /// Nothing more of a session comes: it becomes an entry.
    public func ended(_ session: InspectedSession) {
        guard let draft = drafts.removeValue(forKey: session.number), problem == nil else { return }
        attempt { () throws(ExportProblem) in try write(draft, session) }
    }

    /// Ends the archive.
    public func finish() throws(ExportProblem) -> ExportSummary {
        if problem == nil {
            attempt { () throws(ExportProblem) in
                try begin()
                try file?.append(Array("\n]}}\n".utf8))
                try file?.flush()
            }
        }
        if let problem { throw problem }
        let line = "wrote \(path): \(counted(entries, "session")), \(counted(written, "message"))"
        return ExportSummary(
            kind: "har", path: path,
            counts: [
                ExportSummary.Count(name: "sessions", count: entries),
                ExportSummary.Count(name: "messages", count: written),
            ], line: line)
    }

    private func isWanted(_ number: Int) -> Bool { session == nil || session == number }

    /// After the first failure nothing more is tried.
    private func attempt(_ work: () throws(ExportProblem) -> Void) {
        do throws(ExportProblem) { try work() } catch { problem = error }
    }
}

// MARK: - Entries

extension HARExport {
    /// Writes what stands before the first entry.
    private func begin() throws(ExportProblem) {
        guard file == nil else { return }
        file = try HARFile(path)
        json.removeAll()
        json.object { [creator] json in
            json.field("version", "1.2")
            json.object("creator") { json in
                json.field("name", creator.name)
                json.field("version", creator.version)
            }
        }
        try file?.append(Array("{\"log\":".utf8) + json.bytes.dropLast() + Array(",\"entries\":[".utf8))
    }

    private func write(_ draft: Draft, _ session: InspectedSession) throws(ExportProblem) {
        try begin()
        try file?.append(Array((entries == 0 ? "\n" : ",\n").utf8))
        json.removeAll()
        json.object { [cover] json in Self.head(draft, session, cover, &json) }
        try file?.append(json.bytes.dropLast() + Array(",\"_webSocketMessages\":[".utf8))
        try messages.write(draft.row) { bytes throws(ExportProblem) in try file?.append(bytes) }
        json.removeAll()
        json.object { [cover] json in json.harEnding(session, cover) }
        try file?.append(Array("],\"_closecall\":".utf8) + json.bytes + Array("}".utf8))
        entries += 1
        written += draft.row.count
    }

    private static func head(
        _ draft: Draft, _ session: InspectedSession, _ cover: HARCover, _ json: inout JSONWriter
    ) {
        let times = HARTimes(session, asked: draft.request?.at, answered: draft.response?.at)
        json.field("startedDateTime", session.first.time.milliseconds)
        json.field("time", times.total)
        json.object("request") { json in
            let head =
                draft.request?.head
                ?? RequestHead(
                    method: "GET", target: session.report.record.target ?? "/", version: .http11, headers: [:]
                )
            json.har(
                head, isSecure: draft.server?.port == 443, host: draft.server.map { "\($0)" } ?? "unknown",
                size: draft.request?.size ?? -1, cover)
        }
        json.object("response") { json in
            json.har(draft.response?.head, size: draft.response?.size ?? -1, cover)
        }
        json.object("cache") { _ in }
        json.object("timings") { json in times.write(to: &json) }
        if let server = draft.server { json.field("serverIPAddress", "\(server.address)") }
        json.field("connection", session.streams.first.map { "\($0.number)" } ?? "0")
        json.field("_resourceType", "websocket")
    }
}

/// Where the time went, in milliseconds.
private struct HARTimes {
    let total: Double
    private let connect: Double
    private let wait: Double

    init(_ session: InspectedSession, asked: PacketTime?, answered: PacketTime?) {
        let (first, last) = (session.first.time, session.last.time)
        func milliseconds(_ from: PacketTime, _ to: PacketTime) -> Double {
            max(0, ((to - from) / .microseconds(1)).rounded() / 1000)
        }
        total = milliseconds(first, last)
        connect = milliseconds(first, asked ?? first)
        wait = asked.map { milliseconds($0, answered ?? last) } ?? 0
    }

    /// All of them together are the entry's time, as the standard wants.
    func write(to json: inout JSONWriter) {
        json.field("blocked", -1)
        json.field("dns", -1)
        json.field("connect", connect)
        json.field("ssl", -1)
        json.field("send", 0)
        json.field("wait", wait)
        json.field("receive", max(0, ((total - connect - wait) * 1000).rounded() / 1000))
    }
}

extension PacketTime {
    /// ISO 8601 to the millisecond.
    fileprivate var milliseconds: String {
        let text = "\(WallTime(seconds: Int64(clamping: nanoseconds / 1_000_000_000)))"
        let digits = "\(nanoseconds / 1_000_000 % 1000)"
        return text.dropLast() + "." + String(repeating: "0", count: 3 - digits.count) + digits + "Z"
    }
}
