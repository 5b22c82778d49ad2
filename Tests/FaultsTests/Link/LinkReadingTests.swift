import Faults
import Testing

@Suite struct LinkReadingTests {
    private static let here = Place(line: 1, column: 1)

    private static func map(_ entries: (String, Value)...) -> Value {
        Value(.map(entries.map { Value.Entry($0.0, at: here, $0.1) }), at: here)
    }

    private static func list(_ words: String...) -> Value { Value(.list(words.map { Value($0) }), at: here) }

    private static func problems(_ value: Value) -> [String] {
        var problems: [ValueProblem] = []
        let link = LinkPair(value, &problems)
        #expect((link == nil) == !problems.isEmpty)
        return problems.map(\.message)
    }

    @Test func `a preset is a word`() throws {
        let link = try LinkPair(Value("apple/edge"))
        #expect(link == LinkPresets.named("apple/edge")?.link)
        #expect(link.written == "apple/edge")
        #expect(try LinkModel(Value("apple/edge")) == link.toClient)
    }

    @Test func `a map is for both directions`() throws {
        let link = try LinkPair(
            Self.map(
                ("rate", Value("1 Mbit/s")), ("delay", Value("100ms")), ("jitter", Value("20ms")),
                ("distribution", Value("paretonormal")), ("correlation", Value("25%")), ("loss", Value("1%")),
                ("queue", Value("64 KiB")), ("segment", Value("500")), ("rto", Value("1s")),
                ("retries", Value("3"))))
        let model = LinkModel(
            .rate(BitRate(1e6)),
            delay: DelayModel(
                .milliseconds(100), jitter: .milliseconds(20), distribution: .paretonormal, correlation: 0.25),
            loss: .random(0.01), queue: ByteCount(65_536), segment: 500, rto: .seconds(1), retries: 3)
        #expect(link == LinkPair(toServer: model, toClient: model))
    }

    @Test func `a preset can be changed, and each direction by itself`() throws {
        let preset = try #require(LinkPresets.named("apple/3g")).link
        let link = try LinkPair(
            Self.map(
                ("delay", Value("7ms")), ("preset", Value("apple/3g")),
                ("toClient", Self.map(("loss", Value("5%")))),
                ("toServer", Value("apple/edge"))))
        #expect(link.preset == nil)
        #expect(link.toClient.capacity == preset.toClient.capacity && link.toClient.loss == .random(0.05))
        #expect(link.toClient.delay.delay == .milliseconds(7))
        #expect(link.toServer == LinkPresets.named("apple/edge")?.link.toServer)
    }

    @Test func `all loss models can be written with netem's words`() throws {
        func loss(_ value: Value) throws -> LossModel { try LossModel(value) }
        #expect(try loss(Value("0%")) == .none)
        #expect(try loss(Value("0.25")) == .random(0.25))
        #expect(
            try loss(Self.map(("random", Value("1%")), ("correlation", Value("25%"))))
                == .random(0.01, correlation: 0.25))
        let gilbert = Self.map(("p", Value("25%")))
        #expect(
            try loss(Self.map(("gemodel", gilbert)))
                == .gilbertElliott(GilbertElliottLoss(toBad: 0.25, toGood: 0.75)))
        let elliott = Self.map(
            ("p", Value("25%")), ("r", Value("50%")), ("1-h", Value("75%")), ("1-k", Value("12.5%")))
        #expect(
            try loss(Self.map(("gemodel", elliott)))
                == .gilbertElliott(
                    GilbertElliottLoss(toBad: 0.25, toGood: 0.5, lossInBad: 0.75, lossInGood: 0.125)))
        let states = Self.map(
            ("p13", Value("25%")), ("p31", Value("50%")), ("p32", Value("12.5%")), ("p23", Value("75%")),
            ("p14", Value("6.25%")))
        #expect(
            try loss(Self.map(("state", states)))
                == .fourState(FourStateLoss(p13: 0.25, p31: 0.5, p32: 0.125, p23: 0.75, p14: 0.0625)))
        let burst = Self.map(
            ("every", Value("30s")), ("for", Value("2s")), ("loss", Value("50%")), ("otherwise", Value("25%"))
        )
        #expect(
            try loss(Self.map(("burst", burst)))
                == .episodes(
                    LossEpisodes(every: .seconds(30), lasts: .seconds(2), inside: 0.5, outside: 0.25)))
    }

    @Test func `a recorded link is a path or a list`() throws {
        let link = try LinkPair(Self.map(("trace", Value("links/train.down"))))
        #expect(link.tracePaths == ["links/train.down", "links/train.down"])
        let trace = try PacketDeliveryTrace(milliseconds: [1, 1, 4])
        #expect(try LinkModel(Self.map(("trace", Self.list("1", "1", "4")))).capacity == .trace(trace))
        #expect(
            Self.problems(Self.map(("trace", Self.list("4", "1"))))
                == ["expected 4 or more, as lines are in order of time, found 1"])
    }

    @Test func `every mistake is told, at its place`() {
        #expect(
            Self.problems(Value("apple/3h")) == ["unknown link \"apple/3h\", did you mean \"apple/3g\"?"])
        #expect(
            Self.problems(
                Self.map(("dely", Value("1s")), ("loss", Value("no")), ("toServer", Value("wifi-good"))))
                == [
                    "unknown key \"dely\" of a link, did you mean \"delay\"?",
                    "expected a share such as 2% or 0.02, found \"no\"",
                    "unknown link \"wifi-good\", did you mean \"apple/wifi-good\" or \"comcast/wifi-good\"?",
                ])
        #expect(
            Self.problems(Self.map(("rate", Value("1 Mbit/s")), ("trace", Value("x"))))
                == ["expected \"rate\" or \"trace\", found \"trace\" beside \"rate\""])
        #expect(Self.problems(Self.list("1"))[0].hasPrefix("expected a link such as apple/3g or {"))
        #expect(Self.problems(Self.map(("segment", Value("0")))).count == 1)
        #expect(Self.problems(Self.map(("retries", Value("-1")))).count == 1)
        #expect(Self.problems(Self.map(("unit", Value("segmnt"))))[0].hasSuffix("did you mean \"segment\"?"))
    }

    @Test func `a loss that makes no sense is refused`() {
        func problem(_ value: Value) -> String { Self.problems(Self.map(("loss", value))).first ?? "" }
        #expect(
            problem(
                Self.map(
                    ("random", Value("1%")), ("burst", Self.map(("every", Value("2s")), ("for", Value("1s"))))
                ))
                == "expected one loss model, found \"burst\" beside \"random\"")
        #expect(
            problem(Self.map(("correlation", Value("1%")))).hasPrefix("\"correlation\" belongs to \"random\"")
        )
        #expect(problem(Self.map(("gemodel", Self.map(("r", Value("1%")))))).hasPrefix("gemodel needs \"p\""))
        #expect(
            problem(Self.map(("state", Self.map(("p13", Value("60%")), ("p14", Value("50%"))))))
                == "expected p13 and p14 to be 100% at most together, found 110%")
        #expect(
            problem(Self.map(("burst", Self.map(("every", Value("1s")), ("for", Value("2s"))))))
                == "expected \"every\" to be longer than \"for\", and that 1ms or more, found every: 1s, for: 2s"
        )
        #expect(problem(Self.list("1%")).hasPrefix("expected a loss such as 1%"))
    }

    @Test func `the fault takes a word or a map whole`() throws {
        let kind = try #require(FaultCatalog.kind(named: "link"))
        var problems: [ValueProblem] = []
        let word = kind.fault(from: Value("apple/3g"), at: Self.here, &problems) as? Link
        #expect(word?.link == LinkPresets.named("apple/3g")?.link)
        let map = kind.fault(from: Self.map(("delay", Value("1s"))), at: Self.here, &problems) as? Link
        #expect(map?.link.toServer.delay.delay == .seconds(1))
        #expect(problems.isEmpty)
        #expect(kind.fault(from: nil, at: Self.here, &problems) == nil)
        #expect(problems.first?.message.hasPrefix("\"link\" needs \"link\"") == true)
        #expect(kind.isLasting)
    }
}
