extension TextLayout {
    /// A text beside its mark, its further lines below the first.
    static func hanging(
        _ mark: String, _ text: String, width: Int, paint: (String) -> String = { $0 },
        paintText: (String) -> String = { $0 }
    ) -> [String] {
        let lines = wrapped(text, width: max(20, width - mark.count))
        let indent = String(repeating: " ", count: mark.count)
        return lines.enumerated().map { ($0.offset == 0 ? paint(mark) : indent) + paintText($0.element) }
    }
}
