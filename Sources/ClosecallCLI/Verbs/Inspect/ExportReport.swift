internal import Closecall
internal import Trace
internal import WebSocketWire

/// Hands what an inspection finds to all that is made of it, and says what became of that.
final class ExportReport: InspectReport {
    private let exports: [any TraceExport]
    private let output: Output
    private let isJSON: Bool

    init(_ exports: [any TraceExport], _ output: Output, isJSON: Bool) {
        self.exports = exports
        self.output = output
        self.isJSON = isJSON
    }

    var isWanted: Bool { true }

    func depth(of session: SessionBeginning) -> InspectionDepth {
        exports.reduce(into: []) { $0.formUnion($1.depth(of: session)) }
    }

    func handshake(_ head: InspectedHead, of session: Int) {
        for export in exports { export.handshake(head, of: session) }
    }

    func frame(_ frame: InspectedFrame, of session: Int) {
        for export in exports { export.frame(frame, of: session) }
    }

    func message(_ message: InspectedMessage, of session: Int) {
        for export in exports { export.message(message, of: session) }
    }

    func ended(_ session: InspectedSession) {
        for export in exports { export.ended(session) }
    }

    func flush() {}

    /// What there is to say is said when all is written.
    func end(_ result: ReadTrace) -> ExitStatus { result.totals.sessions > 0 ? .yes : .no }

    /// Writes what is left to write.
    func finish() async throws(CommandFailure) -> ExitStatus {
        var status = ExitStatus.yes
        for export in exports {
            do throws(ExportProblem) {
                let summary = try await export.finish()
                tell(summary)
                if summary.count("sessions") == 0 {
                    output.error("closecall inspect: \(summary.path) has no session: there was none to write")
                    status = .no
                }
            } catch {
                guard case .impossible = error else { throw CommandFailure("\(error)") }
                output.error("closecall inspect: \(error)")
                status = .no
            }
        }
        return status
    }

    private func tell(_ summary: ExportSummary) {
        if isJSON, summary.path != "-" {
            output.json { json in
                json.field("event", "export")
                json.field("kind", summary.kind)
                json.field("path", summary.path)
                for count in summary.counts { json.field(count.name, count.count) }
            }
        } else if summary.path == "-" {
            output.error("closecall inspect: \(summary.line)")
        } else {
            output.line(summary.line)
        }
    }
}
