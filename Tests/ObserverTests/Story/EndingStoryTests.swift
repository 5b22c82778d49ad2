@testable internal import Observer
internal import Testing
internal import WebSocketWire

struct EndingStoryTests {
    @Test(arguments: StoryCase.all)
    func `a story is told word for word`(example: StoryCase) {
        #expect(example.ending.story(in: .english) == example.english)
        #expect(example.ending.story(in: .french) == example.french)
    }

    @Test
    func `every cause has its story here`() {
        let told = Set(StoryCase.all.map { $0.ending.cause.identifier })
        let drops = Cause.Drop.allCases.map(\.rawValue)
        for identifier in Cause.identifiers where !drops.contains(where: { identifier.hasPrefix("\($0)-") }) {
            #expect(told.contains(identifier), "\(identifier)")
        }
        for drop in drops { #expect(told.contains { $0.hasPrefix("\(drop)-") }, "\(drop)") }
        for place in Cause.Place.allCases {
            #expect(told.contains { $0.hasSuffix("-\(place.rawValue)") }, "\(place)")
        }
    }

    @Test(arguments: StoryCase.all)
    func `a story is short enough for a line of a log`(example: StoryCase) {
        #expect(example.english.count <= 250)
        #expect(example.french.count <= 290)
    }

    private static func answered(arriving: [UInt8]?, by rule: String?) -> Ending {
        var builder = EndingBuilder(.closed(from: .client, code: 1000, reason: ""), by: .client)
            .close(from: .client, payload(1000), at: 1_000)
        if let rule { builder = builder.firing(rule, ["malform-close"], at: 2_000) }
        return builder.close(from: .server, payload(1000), at: 2_000, arriving: .some(arriving)).ending
    }

    @Test
    func `an answer that was changed on its way back is told as it came, and who changed it`() {
        let (nobody, rule) = (
            Self.answered(arriving: [3], by: nil), Self.answered(arriving: [3], by: "half")
        )
        #expect(
            nobody.story(in: .english)
                == "The client closed with 1000 and the server echoed it, which came back as a Close with a payload of "
                + "one byte (frame 1 at byte 0).")
        #expect(
            rule.story(in: .english)
                == "The client closed with 1000 and the server echoed it, which rule \"half\" (malform-close) turned "
                + "into a Close with a payload of one byte (frame 1 at byte 0).")
        #expect(
            rule.story(in: .french)
                == "Le client a fermé avec 1000 et le serveur a répondu de même, réponse que la règle «\u{A0}half\u{A0}» "
                + "(malform-close) a changée en un Close d’un seul octet de contenu (trame 1, octet 0).")
    }

    @Test
    func `an answer that did not come back, or not whole, is told as lost, and who kept it`() {
        let start = "The client closed with 1000 and the server echoed it, which "
        var ending = Self.answered(arriving: nil, by: "half")
        #expect(ending.story(in: .english) == start + "rule \"half\" (malform-close) kept back.")
        ending.change(.client) {
            $0.incoming.place = .inPayload(FrameHeader(opcode: .close, payloadLength: 2), missing: 2)
        }
        #expect(ending.story(in: .english) == start + "rule \"half\" (malform-close) cut.")
        ending.firings = []
        #expect(ending.story(in: .english) == start + "never came back whole.")
        #expect(Self.answered(arriving: nil, by: nil).story(in: .english) == start + "never came back.")
    }

    @Test
    func `a rule that is called after its faults is not told of them twice`() {
        let killed = EndingBuilder(.killed(leg: .client), by: .fault(rule: "rule 1 (truncate, reset)"))
            .firing("rule 1 (truncate, reset)", ["truncate", "reset"], at: 1_000)
        #expect(
            killed.ending.story(in: .english)
                == "Rule \"rule 1 (truncate, reset)\" fired at the server's frame 3 and ended the client's connection."
        )
    }
}
