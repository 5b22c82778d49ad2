internal import Observer
internal import Testing

struct CauseTextTests {
    @Test(arguments: Cause.identifiers, Language.allCases)
    func `every identifier has its words in both languages`(identifier: String, language: Language) throws {
        let label = try #require(Cause.label(of: identifier, in: language))
        let explanation = try #require(Cause.explanation(of: identifier, in: language))
        let advice = try #require(Cause.advice(of: identifier, in: language))
        let words = label.split { $0 == " " || $0 == "\u{A0}" }.count
        #expect((1...5).contains(words), "\(label)")
        #expect(label.count <= 30, "\(label)")
        #expect(explanation.hasSuffix(advice))
        #expect(advice.hasSuffix("."))
        #expect(explanation.count <= 400, "\(explanation)")
    }

    @Test(arguments: Language.allCases)
    func `labels are told apart`(language: Language) {
        let labels = Cause.identifiers.compactMap { Cause.label(of: $0, in: language) }
        #expect(Set(labels).count == Cause.identifiers.count)
    }

    @Test(arguments: Cause.identifiers)
    func `French is set as French is`(identifier: String) throws {
        let text = try #require(Cause.explanation(of: identifier, in: .french))
        for wrong in [" ;", " :", " ?", " !", " »", "« ", "'"] {
            #expect(!text.contains(wrong), "\(text)")
        }
    }

    @Test
    func `the words of one ending are the words of its cause`() {
        #expect(
            Cause.explanation(of: "rst-in-payload", in: .english)
                == "One side reset the TCP connection in the middle of a frame's payload, so that its message is "
                + "lost. Usually a process was killed, unread bytes were thrown away, or a middlebox forgot the "
                + "connection. Look for a crash or a kill at that second: whoever ends well ends between frames."
        )
        #expect(
            Cause.explanation(of: "no-status", in: .french)
                == "Un Close sans code a reçu sa réponse\u{A0}; les API en font un 1005. D’ordinaire, quelqu’un a "
                + "appelé close() sans argument. Donnez un code et un motif à chaque close(), pour que le "
                + "prochain journal en dise plus.")
    }

    @Test(arguments: ["", "rst", "rst-", "rst-in-orbit", "closed", "FIN-in-header"])
    func `what is no cause has no words`(identifier: String) {
        #expect(Cause.explanation(of: identifier, in: .english) == nil)
        #expect(Cause.label(of: identifier, in: .french) == nil)
    }
}
