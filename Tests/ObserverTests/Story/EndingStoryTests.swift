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

    @Test
    func `an answer that was changed on its way back is told as it came`() {
        let changed = EndingBuilder(.closed(from: .client, code: 1000, reason: ""), by: .client)
            .close(from: .client, payload(1000), at: 1_000)
            .close(from: .server, payload(1000), at: 2_000, arriving: .some([3]))
        #expect(
            changed.ending.story(in: .english)
                == "The client closed with 1000 and the server echoed it, which came back as a Close with a payload of "
                + "one byte (frame 1 at byte 0).")
        #expect(
            changed.ending.story(in: .french)
                == "Le client a fermé avec 1000 et le serveur a répondu de même, ce qui est revenu comme un Close d’un "
                + "seul octet de contenu (trame 1, octet 0).")
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
