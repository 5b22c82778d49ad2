internal import Reactor

/// What broke in a campaign: one for each stack, with the smallest input that was seen to do it.
struct FindingShelf {
    struct Entry {
        let promise: BrokenPromise
        var input: [UInt8]
        let foundLength: Int
        var times = 1
    }

    private(set) var entries: [Entry] = []

    /// Whether it is a new one.
    mutating func take(_ promise: BrokenPromise, _ input: [UInt8]) -> Bool {
        if let index = entries.firstIndex(where: { $0.promise.signature == promise.signature }) {
            entries[index].times += 1
            if input.count < entries[index].input.count { entries[index].input = input }
            return false
        }
        entries.append(Entry(promise: promise, input: input, foundLength: input.count))
        return true
    }
}

extension FuzzTree {
    /// Keeps an input among the regressions, unless it is a seed or a regression already.
    func keep(_ entry: FindingShelf.Entry, of target: String) throws(FuzzProblem) -> FuzzFinding {
        let known = (regressions(of: target) + seeds(of: target)).first {
            (try? FuzzFile.read($0)) == entry.input
        }
        let folder = path("Fuzz/Regressions/\(target)")
        let name = ContentName.regression(of: entry.input, breaking: entry.promise)
        if known == nil {
            try FuzzFile.makeFolder(folder)
            try FuzzFile.write(entry.input, to: "\(folder)/\(name)")
        }
        return FuzzFinding(
            target: target, promise: entry.promise, input: entry.input, foundLength: entry.foundLength,
            times: entry.times, path: known ?? "\(folder)/\(name)", isKnown: known != nil)
    }
}
