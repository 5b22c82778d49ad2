import Testing

import Faults

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("", "", 0), ("a", "", 1), ("", "abc", 3), ("json", "jsno", 1), ("kitten", "sitting", 3),
        ("ab", "ba", 1),
        ("explain", "expalin", 1), ("ca", "abc", 3),
    ])
    func `the distance counts slips`(first: String, second: String, distance: Int) {
        #expect(Suggestion.distance(Array(first), Array(second)) == distance)
        #expect(Suggestion.distance(Array(second), Array(first)) == distance)
    }

    @Test func `only a near word is suggested`() {
        let options = ["--json", "--lang", "--help"]
        #expect(Suggestion.nearest(to: "--jsno", among: options) == "--json")
        #expect(Suggestion.nearest(to: "-json", among: options) == "--json")
        #expect(Suggestion.nearest(to: "--LANG", among: options) == "--lang")
        #expect(Suggestion.nearest(to: "--frobnicate", among: options) == nil)
        #expect(Suggestion.nearest(to: "-x", among: options) == nil)
        #expect(Suggestion.nearest(to: "json", among: []) == nil)
    }
}
