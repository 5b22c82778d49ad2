@testable import Closecall
import Testing

@Suite struct FrenchSpacingTests {
    @Test func `high punctuation and quotes are kept from the ends of lines`() {
        #expect(
            CloseCodeGuide.Text.frenchSpacing("Vraiment ? Oui : « sauf 1000 » ; voilà !")
                == "Vraiment\u{A0}? Oui\u{A0}: «\u{A0}sauf 1000\u{A0}»\u{A0}; voilà\u{A0}!")
    }

    @Test func `apostrophes become typographic`() {
        #expect(CloseCodeGuide.Text.frenchSpacing("l'émetteur s'en va") == "l’émetteur s’en va")
    }

    @Test func `code is left as it is`() {
        #expect(
            CloseCodeGuide.Text.frenchSpacing("l'`it's a ? b : c` : fin") == "l’`it's a ? b : c`\u{A0}: fin")
    }

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
