internal import Closecall
internal import Observer
internal import Relay
internal import Trace
internal import WebSocketWire

/// The sessions of a capture in a table, and what the capture was.
///
/// Rows come when sessions end, and stand in the order in which they began: they are few words each, and wait. Where
/// somebody waits for more, each is shown at once.
final class InspectTable: InspectReport {
    private let plan: InspectPlan
    private let output: Output
    private let lines: LineBuffer
    private let words: InspectWords
    private let frames: InspectFrames
    private var rows: [InspectRow] = []
    private var widths: [Int]
    private var shown = 0
    private var hasHead = false

    /// So many rows wait for those that began before them.
    private static let mostRows = 50_000

    init(_ plan: InspectPlan, _ output: Output) {
        self.plan = plan
        self.output = output
        lines = LineBuffer(output)
        words = .of(plan.language)
        frames = InspectFrames(plan, lines, output.standardOutput, namesSessions: true)
        widths = words.columns.map(\.count)
    }

    var isWanted: Bool { lines.isWanted }

    func depth(of session: SessionBeginning) -> InspectionDepth {
        frames.begin(session)
        return plan.depth(of: session.number)
    }

    func frame(_ frame: InspectedFrame, of session: Int) { frames.show(frame, of: session) }
    func message(_ message: InspectedMessage, of session: Int) { frames.show(message, of: session) }

    func fired(_ firing: TraceFiring, at packet: PacketPlace, of session: Int) {
        frames.show(firing, at: packet, of: session)
    }

    func ended(_ session: InspectedSession) {
        frames.end(session.number)
        guard plan.selection.selects(session.ended) else { return }
        shown += 1
        add(InspectRow(session, plan, words))
    }

    func unread(_ session: UnreadSession) {
        if plan.selection.isEverything { add(InspectRow(session, words)) }
    }

    private func add(_ row: InspectRow) {
        rows.append(row)
        if rows.count >= Self.mostRows || plan.follows { writeRows() }
    }

    func flush() {
        writeRows()
        lines.flush()
    }

    func end(_ result: ReadTrace) -> ExitStatus {
        writeRows()
        for line in InspectTotals(result, words).lines { lines.add(line) }
        lines.flush()
        if shown == 0, result.totals.sessions > 0 { output.error("closecall inspect: \(words.noneSelected)") }
        if result.totals.sessions == 0 { output.error("closecall inspect: \(words.noneFound)") }
        return shown > 0 ? .yes : .no
    }

    // MARK: Rows

    private func writeRows() {
        guard !rows.isEmpty else { return }
        rows.sort { $0.first < $1.first }
        for row in rows {
            for (index, cell) in row.cells.enumerated() { widths[index] = max(widths[index], cell.count) }
        }
        let columns = fitting
        if !hasHead {
            hasHead = true
            lines.add(output.standardOutput.style.bold(line(words.columns, columns)))
        }
        for row in rows { write(row, columns) }
        rows = []
    }

    private func write(_ row: InspectRow, _ columns: [Int]) {
        let style = output.standardOutput.style
        let text = line(row.cells, columns)
        switch row.severity {
        case .bad: lines.add(style.bad(text))
        case .doubtful: lines.add(style.doubtful(text))
        case .good: lines.add(text)
        case .unread: lines.add(style.dim(text))
        }
        for remark in row.remarks {
            lines.add(style.dim(String(repeating: " ", count: widths[0] + 2) + remark))
        }
    }

    /// The columns that a terminal has room for; a pipe gets all.
    private var fitting: [Int] {
        var columns = Array(words.columns.indices)
        guard output.standardOutput.isTerminal else { return columns }
        for dropped in InspectRow.leastWanted {
            let width = columns.reduce(-2) { $0 + widths[$1] + 2 }
            if width <= output.standardOutput.width { break }
            columns.removeAll { $0 == dropped }
        }
        return columns
    }

    private func line(_ cells: [String], _ columns: [Int]) -> String {
        var line = ""
        for column in columns {
            let isLast = column == columns.last
            line += isLast ? cells[column] : TextLayout.padded(cells[column], to: widths[column] + 2)
        }
        return line
    }
}

/// A session, or a connection that could not be read, on a line.
struct InspectRow {
    enum Severity { case good, doubtful, bad, unread }

    /// Its first packet.
    let first: UInt64
    /// As many as there are columns.
    let cells: [String]
    let severity: Severity
    let remarks: [String]

    /// What is left out first where a line is too narrow, by its column.
    static let leastWanted = [6, 1, 8, 3, 7, 2]

    /// More of a target hides what stands behind it.
    private static let longestTarget = 48

    init(_ session: InspectedSession, _ plan: InspectPlan, _ words: InspectWords) {
        let report = session.report
        let ending = SessionEnding(
            record: report.record, ending: plan.shown(report.ending), language: plan.language)
        let asked = report.ending.clientSide.asking?.head.target ?? report.record.target ?? "-"
        let target = Wording.oneLine(plan.isRedacted ? Ending.redact(target: asked) : asked)
        let (server, client) = (report.toServer, report.toClient)
        first = session.first.number
        cells = [
            "\(session.number)", session.first.time.shortText, "\(report.client)",
            report.server.map { "\($0)" } ?? "-",
            target.count > Self.longestTarget ? "\(target.prefix(Self.longestTarget - 1))…" : target,
            "\(server.frames)/\(client.frames)", "\(server.messages)/\(client.messages)",
            "\(Wording.size(server.bytes))/\(Wording.size(client.bytes))", Wording.duration(report.age),
            ending.codes, Self.cause(session, words),
        ]
        severity =
            switch ending.severity {
            case _ where session.isOpen: .doubtful
            case .good: session.gaps.isEmpty ? .good : .doubtful
            case .doubtful: .doubtful
            case .bad: .bad
            }
        remarks = words.remarks(session)
    }

    init(_ session: UnreadSession, _ words: InspectWords) {
        first = session.first.number
        cells = [
            "-", session.first.time.shortText, "\(session.client)", "\(session.server)", words.why(session),
            "-",
            "-",
            "\(Wording.size(session.bytesToServer))/\(Wording.size(session.bytesToClient))",
            Wording.duration(session.last.time - session.first.time), "-", "-",
        ]
        severity = .unread
        remarks = words.remarks(session)
    }

    private static func cause(_ session: InspectedSession, _ words: InspectWords) -> String {
        if session.isOpen { return EndedSession.open }
        let ending = session.ending
        guard case .fault(let rule) = ending.by else { return ending.cause.identifier }
        return "\(ending.cause.identifier), \(words.rule) \(Wording.oneLine(rule))"
    }
}

extension PacketTime {
    /// To the millisecond: `2026-11-21T19:04:05.123Z`.
    var shortText: String { "\(text.dropLast(4))Z" }
}

/// What a capture was, in a line or two.
struct InspectTotals {
    let result: ReadTrace
    let words: InspectWords

    init(_ result: ReadTrace, _ words: InspectWords) {
        self.result = result
        self.words = words
    }

    var lines: [String] {
        let (tally, totals) = (result.tally, result.totals)
        var lines = [words.totals(tally, totals)]
        let oddities = words.oddities(tally, dropped: result.dropped)
        if !oddities.isEmpty { lines.append(oddities.joined(separator: ", ")) }
        for damage in tally.damages.prefix(3) {
            lines.append("  \(words.packet) \(damage.packet): \(damage.reason)")
        }
        if result.wasStopped { lines.append(words.stopped(tally.packets)) }
        return lines
    }
}
