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
}
