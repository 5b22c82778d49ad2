public import Reactor
internal import Synchronization

/// A file of everything that happened, one JSON object a line: how each session ended and why, and all that is needed to
/// do a run again.
///
/// Sessions never wait for the disk: entries go to a thread of the journal's own, which writes them at once. What was
/// told in the last moment before a crash may be missing; what is in the file is whole.
public final class Journal: Sendable {
    /// Which file, and what stands in it.
    public struct Plan: Sendable {
        /// The file. One that is there is added to.
        public var path: String
        /// What its first line says.
        public var head: JournalHead
        /// What is told, and in which words.
        public var style: JournalScribe.Style
        /// When a new file is begun; nil for never.
        public var rotation: JournalRotation?
        /// How long a file that refused a line, such as on a full disk, is left alone.
        public var pause = Duration.seconds(1)
        /// So many entries may wait for the file. An ending, which has all its evidence, counts as twenty: it takes some
        /// ten thousand bytes, a frame some hundred.
        public var room = 200_000

        /// A journal that never begins a new file.
        public init(path: String, head: JournalHead, style: JournalScribe.Style) {
            self.path = path
            self.head = head
            self.style = style
        }
    }

    private let pages: Locked<JournalPages>
    private let feed: ReportFeed<JournalEntry>
    private let lost: LossCount

    /// Opens the file and writes the first line.
    ///
    /// - Parameter trouble: called once, from the journal's thread, when the file does not take a line.
    public init(
        _ plan: Plan, trouble: @escaping @Sendable (SystemError) -> Void = { _ in }
    ) throws(SystemError) {
        let pages = Locked(try JournalPages.open(plan))
        let lost = LossCount()
        if let failure = pages.withLock({ $0.failure }) { trouble(failure) }
        feed = try ReportFeed(limit: plan.room, name: "journal") { entries in
            let trouble = pages.withLock { pages in
                let hadTrouble = pages.failure != nil
                pages.write(entries, after: lost.take())
                return hadTrouble ? nil : pages.failure.map { failure in { trouble(failure) } }
            }
            trouble?()
        }
        self.pages = pages
        self.lost = lost
    }

    /// Writes it soon, from any thread.
    public func add(_ entry: JournalEntry) {
        let isTaken =
            switch entry {
            case .ended: feed.add(entry, weight: 20)
            // Endings are what a journal is for: frames may take half of the room, and not more.
            case .frame: feed.add(entry, share: 0.5)
            case .scenario, .armed, .disarmed, .opened, .fired: feed.add(entry)
            }
        if !isTaken { lost.add() }
    }

    /// Waits until all is written. How many entries never were, and the first thing that was wrong with the file.
    public func finish() async -> (missed: Int, failure: SystemError?) {
        _ = await feed.finish()
        return pages.withLock { pages in
            pages.finish(after: lost.take())
            return (pages.missed, pages.failure)
        }
    }
}

/// Entries that nobody had room for, until they are told of.
private final class LossCount: Sendable {
    private let count = Atomic<Int>(0)

    func add() { count.add(1, ordering: .relaxed) }
    func take() -> Int { count.exchange(0, ordering: .relaxed) }
}
