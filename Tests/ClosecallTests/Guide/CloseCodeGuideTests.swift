import Closecall
import Observer
import Testing
import WebSocketWire

@Suite struct CloseCodeGuideTests {
    /// One code for every group of the table, which is every text there is.
    static let codes = CloseCodeGuide.groups(in: 0...UInt16.max).map(\.lowerBound)

    @Test(arguments: codes, Language.allCases)
    func `every text is complete`(code: UInt16, language: Language) {
        let text = CloseCodeGuide.entry(for: code, language: language).text
        #expect(!text.gist.isEmpty && text.gist.last != ".")
        #expect(text.causes.count >= 2)
        #expect(text.next.count >= 2)
        for sentence in [text.meaning, text.browser] + text.causes + text.next {
            #expect(sentence.last.map(".?".contains) == true, "\(sentence)")
            #expect(sentence == sentence.split(separator: " ").joined(separator: " "), "spaces: \(sentence)")
            #expect(sentence.count { $0 == "`" } % 2 == 0, "backquotes: \(sentence)")
        }
    }

    @Test(arguments: codes)
    func `no English sentence was left in the French text`(code: UInt16) {
        let english = CloseCodeGuide.entry(for: code, language: .english).text
        let french = CloseCodeGuide.entry(for: code, language: .french).text
        let sentences = { (text: CloseCodeGuide.Text) in
            Set([text.gist, text.meaning, text.browser] + text.causes + text.next)
        }
        #expect(sentences(english).isDisjoint(with: sentences(french)))
        #expect(english.causes.count == french.causes.count)
        #expect(english.next.count == french.next.count)
    }

    @Test func `every code that has a name has words of its own`() {
        let alone = Set(CloseCodeGuide.groups(in: 0...UInt16.max).filter { $0.count == 1 }.map(\.lowerBound))
        for code in CloseCode.registered {
            #expect(alone.contains(code.rawValue), "\(code) has a name and no text")
        }
    }

    @Test func `the groups of the whole table cover every code once`() {
        let groups = CloseCodeGuide.groups(in: 0...UInt16.max)
        #expect(groups.first?.lowerBound == 0)
        #expect(groups.last?.upperBound == UInt16.max)
        for (group, following) in zip(groups, groups.dropFirst()) {
            #expect(Int(group.upperBound) + 1 == Int(following.lowerBound))
        }
    }

    @Test func `a range is cut at its own ends`() {
        #expect(
            CloseCodeGuide.groups(in: 998...1001) == [998...999, 1000...1000, 1001...1001])
        #expect(CloseCodeGuide.groups(in: 4321...4321) == [4321...4321])
        #expect(
            CloseCodeGuide.groups(in: 2998...3004)
                == [2998...2999, 3000...3000, 3001...3002, 3003...3003, 3004...3004])
    }

    @Test(arguments: codes)
    func `only what may stand on the wire has a sender`(code: UInt16) {
        let entry = CloseCodeGuide.entry(for: code, language: .english)
        #expect((entry.sender == .nobody) == !entry.code.mayStandOnTheWire)
    }

    @Test func `the senders are those of the registry`() {
        let sender = { (code: UInt16) in CloseCodeGuide.entry(for: code, language: .english).sender }
        #expect([1000, 1002, 1009, 3000, 3500, 4000].map(sender) == Array(repeating: .either, count: 6))
        #expect(sender(1010) == .client)
        #expect([1011, 1012, 1013, 1014].map(sender) == Array(repeating: .server, count: 4))
        #expect(
            [0, 1004, 1005, 1006, 1015, 1016, 2000, 5000].map(sender) == Array(repeating: .nobody, count: 8))
    }

    /// The guide must not send people to commands that do not exist.
    @Test(arguments: codes, Language.allCases)
    func `only verbs of the command are recommended`(code: UInt16, language: Language) {
        let text = CloseCodeGuide.entry(for: code, language: language).text
        for sentence in text.causes + text.next {
            let words = sentence.split { " `.,;:".contains($0) }
            for (word, verb) in zip(words, words.dropFirst()) where word == "closecall" {
                #expect(["explain", "serve", "connect"].contains(verb), "\(sentence)")
            }
        }
    }
}
