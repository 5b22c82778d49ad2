internal import Reactor

/// The messages of sessions that are under way, as the JSON that they become: they stand in one piece in an archive, and
/// come mixed in a trace. Little of them is kept in memory, the rest in a file without a name.
struct HARMessages: ~Copyable {
    /// Of one session.
    struct Row {
        var count = 0
        fileprivate var waiting: [UInt8] = []
        fileprivate var pieces: [Range<Int>] = []
    }

    private let folder: String
    private var scratch: ScratchFile?

    /// So much is kept of each session: ten thousand of them are to fit into memory.
    private static let mostWaiting = 4096

    /// - Parameter folder: where there is room for as much as the archive will have.
    init(in folder: String) { self.folder = folder }

    mutating func append(_ message: [UInt8], to row: inout Row) throws(ExportProblem) {
        if row.count > 0 { row.waiting.append(UInt8(ascii: ",")) }
        row.waiting += message
        row.count += 1
        guard row.waiting.count > Self.mostWaiting else { return }
        do throws(SystemError) {
            if scratch == nil { scratch = try ScratchFile(in: folder) }
            if let piece = try scratch?.append(row.waiting) { row.pieces.append(piece) }
            row.waiting = []
        } catch {
            throw .unwritable("cannot keep messages in \"\(folder)\": \(error.words)")
        }
    }

    /// Hands all of a session's messages over.
    func write(
        _ row: Row, _ append: (Span<UInt8>) throws(ExportProblem) -> Void
    ) throws(ExportProblem) {
        for piece in row.pieces {
            // A piece is seldom more than one read.
            var failure: ExportProblem?
            do throws(SystemError) {
                try scratch?.read(piece) { bytes in
                    guard failure == nil else { return }
                    do throws(ExportProblem) { try append(bytes) } catch { failure = error }
                }
            } catch {
                throw .unwritable("cannot read back messages in \"\(folder)\": \(error.words)")
            }
            if let failure { throw failure }
        }
        let waiting = row.waiting
        try append(waiting.span)
    }
}
