public import Reactor

/// A file of everything that was decided, one JSON object a line, from which a run can be done again.
///
/// Sessions never wait for the disk: entries go to a thread of the journal's own. What was decided less than a moment
/// before a crash may be missing; what is in the file is whole.
public final class Journal: Sendable {
    private let file: AppendFile
    private let feed: ReportFeed<JournalEntry>
    private let failure: Locked<SystemError?>

    /// Opens `path` to add to it, and makes it if it is not there.
    public init(path: String) throws(SystemError) {
        let file = try AppendFile(path: path)
        let failure = Locked<SystemError?>(nil)
        self.file = file
        self.failure = failure
        feed = try ReportFeed(limit: Self.mostWaiting, name: "journal") { entries in
            do throws(SystemError) {
                try file.append(Array(entries.lazy.map(JournalLine.text).joined().utf8))
            } catch {
                failure.withLock { $0 = $0 ?? error }
            }
        }
    }

    private static let mostWaiting = 200_000

    /// Writes it soon, from any thread.
    public func add(_ entry: JournalEntry) { feed.add(entry) }

    /// Waits until all is written. How many entries never were, and what was wrong with the file.
    public func finish() async -> (missed: Int, failure: SystemError?) {
        let missed = await feed.finish()
        if missed > 0 { try? file.append(Array(JournalLine.text(.missed(missed)).utf8)) }
        return (missed, failure.withLock { $0 })
    }
}
