/// Delta debugging (Zeller and Hildebrandt, "ddmin"): leaves out of a list what is not needed for it to fail.
///
/// - Parameters:
///   - elements: a list that fails.
///   - fails: asked of shorter lists, in order; nil when nobody may be asked any more, which ends the search.
/// - Returns: a list that fails, and of which no part was found that can be left out.
func minimised<Element>(_ elements: [Element], _ fails: ([Element]) async -> Bool?) async -> [Element] {
    var kept = elements
    var parts = 2
    while !kept.isEmpty {
        let size = (kept.count + parts - 1) / parts
        var shorter: [Element]?
        // The whole is a part, too: often nothing of it is needed.
        for start in stride(from: 0, to: kept.count, by: size) {
            var rest = kept
            rest.removeSubrange(start..<min(start + size, kept.count))
            guard let verdict = await fails(rest) else { return kept }
            if verdict {
                shorter = rest
                break
            }
        }
        if let shorter {
            kept = shorter
            parts = max(2, parts - 1)
        } else {
            if size == 1 { return kept }
            parts = min(parts * 2, kept.count)
        }
    }
    return kept
}
