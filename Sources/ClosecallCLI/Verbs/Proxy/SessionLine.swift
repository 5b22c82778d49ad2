internal import Closecall
internal import Observer
internal import Relay

/// A session on one line, in columns that stand below each other.
struct SessionLine {
    let session: SessionReport
    let stream: Output.Stream

    private var style: Style { stream.style }

    /// More of a path than this hides what stands behind it. A pipe gets all of it.
    private static let longestTarget = 48

    /// `#12  1006/1000  127.0.0.1:40312  websocket  1.24 s  >  12 frames  1.4 KiB  <  …  /chat  fin-in-payload: The …`
    func ended(in language: Language) -> String {
        let ending = SessionEnding(session, language)
        let paint =
            switch ending.severity {
            case .good: style.good
            case .doubtful: style.doubtful
            case .bad: style.bad
            }
        let codes = paint(TextLayout.padded(ending.codes, to: 9))
        return "\(number)  \(codes)  \(columns)\(target)  \(paint(ending.words))"
    }

    /// The same for a session that is still open, with what waits in the proxy.
    var open: String {
        var line = "\(number)  \(columns)\(target)"
        let waiting = [(session.waitingForServer, "server"), (session.waitingForClient, "client")]
        for (bytes, leg) in waiting where bytes > 0 {
            line += style.doubtful("  \(Wording.size(UInt64(bytes))) wait for \(leg)")
        }
        return line
    }

    private var target: String {
        guard let target = session.record.target else { return "" }
        guard stream.isTerminal, target.count > Self.longestTarget else {
            return "  \(Wording.oneLine(target))"
        }
        return "  \(Wording.oneLine(String(target.prefix(Self.longestTarget - 3))))..."
    }

    private var number: String { style.dim(TextLayout.padded("#\(session.number)", to: 5)) }

    private var columns: String {
        let columns = [
            TextLayout.padded("\(session.client)", to: 15),
            style.term(TextLayout.padded(kind, to: 12)),
            TextLayout.aligned(Wording.duration(session.age), to: 7),
            "\(style.dim(">")) \(amount(session.toServer.frames, session.toServer.bytes))",
            "\(style.dim("<")) \(amount(session.toClient.frames, session.toClient.bytes))",
        ]
        return columns.joined(separator: "  ")
    }

    private var kind: String {
        let kind = SessionKind(session)
        let status =
            switch kind {
            case .http: session.record.status
            case .answered: session.record.answeredStatus
            case .connecting, .websocket, .raw, .unreachable, .empty: Int?.none
            }
        return kind.rawValue + (status.map { " \($0)" } ?? "")
    }

    private func amount(_ frames: UInt64, _ bytes: UInt64) -> String {
        let isFramed = SessionKind(session) == .websocket
        let count = isFramed ? Wording.count(Int(clamping: frames), "frame") : ""
        return "\(TextLayout.aligned(count, to: 9)) \(TextLayout.aligned(Wording.size(bytes), to: 8))"
    }
}
