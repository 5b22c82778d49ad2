/// "Did you mean": the nearest known word, when it is near enough that nobody would laugh at it.
public enum Suggestion {
    /// `, did you mean "--json"?`
    public static func phrase(for typed: String, among known: [String]) -> String? {
        nearest(to: typed, among: known).map { ", did you mean \"\($0)\"?" }
    }

    /// `did you mean "--json"?`
    public static func words(for typed: String, among known: [String]) -> String? {
        nearest(to: typed, among: known).map { "did you mean \"\($0)\"?" }
    }

    /// At most one edit for every three letters. Dashes are left out: `-json` is as near to `--json` as
    /// `--jsno`.
    public static func nearest(to typed: String, among known: [String]) -> String? {
        let word = bare(typed)
        let candidates = known.map { (word: $0, distance: distance(word, bare($0))) }
        // Of two that are as near, the one that begins alike: fewer people slip at the first letter.
        func rank(_ candidate: (word: String, distance: Int)) -> Int {
            candidate.distance * 2 + (bare(candidate.word).first == word.first ? 0 : 1)
        }
        guard let best = candidates.min(by: { rank($0) < rank($1) }) else { return nil }
        let longest = max(word.count, bare(best.word).count)
        return best.distance * 3 <= longest ? best.word : nil
    }

    /// Optimal string alignment: insert, delete, replace, or swap two neighbours, which is the commonest
    /// slip.
    public static func distance(_ first: [Character], _ second: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for row in first.indices {
            var current = [row + 1]
            for column in second.indices {
                let cost = first[row] == second[column] ? 0 : 1
                var best = min(last[column + 1] + 1, current[column] + 1, last[column] + cost)
                let swapped =
                    row > 0 && column > 0
                    && first[row] == second[column - 1] && first[row - 1] == second[column]
                if swapped { best = min(best, beforeLast[column - 1] + 1) }
                current.append(best)
            }
            beforeLast = last
            last = current
        }
        return last[second.count]
    }

    private static func bare(_ word: String) -> [Character] {
        Array(word.lowercased().drop { $0 == "-" })
    }
}
