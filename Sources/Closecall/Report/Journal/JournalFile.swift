/// What journals tell of one run of a proxy or of several, read for reports.
///
/// It takes what a proxy could write before it was killed, and what a newer one may write: a last line cut short and
/// fields that nobody knows are no mistakes.
public struct JournalFile: Sendable {
    /// A run, as its first line has it.
    public struct Run: Hashable, Sendable {
        /// When it began, as written.
        public internal(set) var time: String?
        /// Which Closecall wrote it.
        public internal(set) var version: String?
        /// The command.
        public internal(set) var command: String?
        /// The language of its stories: `en`, `fr`.
        public internal(set) var language: String?
        /// Its scenarios, in the order they came into force.
        public internal(set) var scenarios: [Scenario] = []
    }

    /// What is said of a scenario.
    public struct Scenario: Hashable, Sendable {
        /// Its name.
        public let name: String?
        /// The seed.
        public let seed: String?
        /// The digest of its text.
        public let digest: String?
    }

    /// The runs.
    public internal(set) var runs: [Run] = []
    /// The sessions, by run and number.
    public internal(set) var sessions: [JournalSession] = []
    /// Entries that the proxy could not write.
    public internal(set) var missed = 0
    /// Lines that could not be read.
    public internal(set) var broken = 0
    /// The number of the first of them, and which of the given parts it stands in, from 0.
    public internal(set) var firstBroken: (part: Int, line: Int)?
    /// Lines that are a journal's.
    public internal(set) var lines = 0
    /// Whether frames were written one by one.
    public internal(set) var hasFrames = false

    /// Reads the parts of a journal, in the order of their first lines' times, whatever the order they come in.
    ///
    /// - Parameters:
    ///   - readsFrames: whether the lines of single frames are wanted, which may be nearly all there is.
    public init(parts: [[UInt8]], readsFrames: Bool = true) {
        var reader = JournalFileReader(readsFrames: readsFrames)
        let begins = parts.map(JournalFileReader.begin)
        // Equal times stay in the order given: there, only the giver knows.
        let order = parts.indices.sorted { (begins[$0], $0) < (begins[$1], $1) }
        for index in order { reader.read(parts[index], part: index) }
        self = reader.finished
    }

    /// Nothing read yet.
    init() {}

    /// The sessions with that number: of several runs each may have one.
    public func sessions(numbered number: Int) -> [JournalSession] {
        sessions.filter { $0.number == number }
    }
}
