internal import Reactor

/// A journal's file, or files, as its one writer sees them.
///
/// Lines go to the file a page at a time. A page that the disk did not take, or only in part, is taken back to its last
/// whole line; what is missing is counted, and told in the file before whatever comes next.
struct JournalPages: ~Copyable {
    private var file: AppendFile
    private var scribe: JournalScribe
    private var head: JournalHead
    private let rotation: JournalRotation?
    private var part = 1
    /// Whether the file lacks its first line, or this run's.
    private var needsStart = true
    /// Whether there is more in the file than that: one without may not be full.
    private var hasLines: Bool
    /// Lines that wait, and how many entries they are.
    private var page: [UInt8] = []
    private var entries = 0
    /// Whether the file's last line is in pieces.
    private var isTorn: Bool
    /// Entries that are in no file, and not told of yet.
    private var owed = 0
    /// Not before then is asked again what was refused.
    private var pause: MonotonicTime?
    private var pauseBeforeTurning: MonotonicTime?
    private let pauseLength: Duration

    /// Entries that are in no file.
    private(set) var missed = 0
    /// The first thing that went wrong.
    private(set) var failure: SystemError?

    /// So much is written at once, and no more is kept: a busy proxy brings thousands of entries at a time.
    private static let pageSize = 256 * 1024

    /// Opens the file and writes the first line.
    static func open(_ plan: Journal.Plan) throws(SystemError) -> JournalPages {
        var file = try AppendFile(path: plan.path)
        if let rotation = plan.rotation, file.isRegular, file.size >= rotation.size {
            try AppendFile.shift(plan.path, keep: rotation.keep)
            file = try AppendFile(path: plan.path)
        }
        var pages = JournalPages(plan, file)
        pages.flush()
        if let failure = pages.failure, !failure.isFullDisk { throw failure }
        return pages
    }

    private init(_ plan: Journal.Plan, _ file: consuming AppendFile) {
        isTorn = file.isTorn()
        hasLines = file.size > 0
        self.file = file
        scribe = JournalScribe(plan.style)
        head = plan.head
        rotation = plan.rotation
        pauseLength = plan.pause
    }

    /// Writes entries, after so many that nobody had room for.
    mutating func write(_ new: [JournalEntry], after lost: Int) {
        miss(lost)
        for case .scenario(let scenario, _) in new { head.scenario = scenario }
        if let pause, MonotonicTime.current < pause { return miss(new.count) }
        for entry in new {
            let line = scribe.line(entry)
            if isFull(for: line) { turn() }
            page += line
            entries += 1
            hasLines = true
            if page.count >= Self.pageSize { flush() }
        }
        flush()
    }

    /// Tells what is missing at last, if the file takes it.
    mutating func finish(after lost: Int) {
        miss(lost)
        flush()
    }

    private mutating func miss(_ count: Int) {
        owed += count
        missed += count
    }
}

// MARK: The next file

extension JournalPages {
    private func isFull(for line: [UInt8]) -> Bool {
        guard let rotation, file.isRegular, hasLines else { return false }
        return file.size + page.count + line.count > rotation.size
    }

    private mutating func turn() {
        guard let rotation else { return }
        if let pauseBeforeTurning, MonotonicTime.current < pauseBeforeTurning { return }
        flush()
        do throws(SystemError) {
            try AppendFile.shift(file.path, keep: rotation.keep)
            file = try AppendFile(path: file.path)
            isTorn = file.isTorn()
            hasLines = false
            needsStart = true
            part += 1
            flush()
        } catch {
            // The old file is still open and goes on, under whatever name.
            failure = failure ?? error
            pauseBeforeTurning = .current + pauseLength
        }
    }
}

// MARK: Pages

extension JournalPages {
    private mutating func flush() {
        guard !page.isEmpty || owed > 0 || needsStart else { return }
        var bytes: [UInt8] = isTorn ? [UInt8(ascii: "\n")] : []
        if needsStart { bytes += scribe.start(head, part: part) }
        if owed > 0 { bytes += scribe.missed(owed) }
        bytes += page
        let (written, failure) = file.append(bytes.span)
        if let failure {
            keepWhole(bytes.prefix(written))
            self.failure = self.failure ?? failure
            pause = .current + pauseLength
        } else {
            isTorn = false
            needsStart = false
            owed = 0
            pause = nil
        }
        page.removeAll(keepingCapacity: true)
        entries = 0
    }

    /// Sees what has become of a page that was not taken as a whole.
    private mutating func keepWhole(_ taken: ArraySlice<UInt8>) {
        let newline = UInt8(ascii: "\n")
        let whole = taken.lastIndex(of: newline).map { $0 + 1 } ?? 0
        var lines = taken.count { $0 == newline }
        if isTorn, lines > 0 { lines -= 1 }
        isTorn = !file.takeBack(taken.count - whole) || isTorn && whole == 0
        if needsStart, lines > 0 {
            needsStart = false
            lines -= 1
        }
        if owed > 0, lines > 0 {
            owed = 0
            lines -= 1
        }
        miss(max(0, entries - lines))
    }
}

extension SystemError {
    /// What may pass by itself.
    fileprivate var isFullDisk: Bool { ["ENOSPC", "EDQUOT"].contains(name) }
}
