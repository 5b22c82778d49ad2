import Closecall
import Observer
import Testing

@Suite struct FrenchSpacingTests {
    @Test func `no plain space stands before high punctuation in any text`() {
        for range in CloseCodeGuide.groups(in: 0...UInt16.max) {
            let text = CloseCodeGuide.entry(for: range.lowerBound, language: .french).text
            for sentence in [text.gist, text.meaning, text.browser] + text.causes + text.next {
                for (index, part) in sentence.split(separator: "`", omittingEmptySubsequences: false)
                    .enumerated()
                where index % 2 == 0 {
                    for wrong in [" ;", " :", " ?", " !", " »", "« ", "'"] {
                        #expect(!part.contains(wrong), "\(sentence)")
                    }
                }
            }
        }
    }
}
