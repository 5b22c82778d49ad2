import Faults
import Observer
import Scenarios
import Testing
import WebSocketWire

struct ScenarioReadingTests {
    private func rule(_ when: String, do faults: String = "drop") throws -> Rule {
        let scenario = try Scenario(
            reading:
                "name: x\nphases: [{ name: tunnel, at: 1s }]\nrules:\n  - when: { \(when) }\n    do: \(faults)\n"
        )
        return try #require(scenario.rules.first)
    }

    @Test
    func `a file becomes a scenario`() throws {
        let text = """
            name: Server vanishes in mid-message
            about: The third text message to the client is cut in half, then both connections are reset.
            seed: 7
            sessionKey: { header: X-User }
            rules:
              - when: { direction: toClient, kind: text, nth: 3 }
                do:
                  - truncate: { keep: 25%, mode: honest }
                  - drop
              - name: late
                do: { delay: 250ms }
            expect:
              client: { code: 1006, wasClean: false, chromium: { code: [1002, 1006], error: true } }
              server: { code: 1006, wasClean: false, received: [a, { hex: ff }], messages: 2.. }
              cause: late
              within: 3s
            """
        let scenario = try Scenario(reading: text, file: "x.yaml")
        #expect(scenario.name == "Server vanishes in mid-message")
        #expect(scenario.about.hasPrefix("The third text message"))
        #expect(scenario.seed == 7)
        #expect(scenario.sessionKey == .header("X-User"))
        #expect(scenario.source == text)
        #expect(scenario.rules.map(\.name) == ["rule 1 (truncate, drop)", "late"])
        #expect(scenario.rules.map(\.place.line) == [6, 10])
        #expect(scenario.rules[0].when.directions == [.toClient])
        #expect(scenario.rules[0].when.subject == .units(messages: OpcodeSet(.text), frames: []))
        #expect(scenario.rules[0].when.occasion == .range(3...3))
        let cut = try #require(scenario.rules[0].faults.first as? Truncate)
        #expect(cut.keep == .share(0.25))
        #expect(cut.mode == .honest)
        let client = try #require(scenario.expect?.client)
        #expect(client.codes == [1006])
        #expect(client.wasClean == false)
        #expect(client.profiles.map(\.name) == ["chromium"])
        #expect(client.profiles[0].expectation.codes == [1002, 1006])
        #expect(client.profiles[0].expectation.error == true)
        #expect(scenario.expect?.server?.received == [Payload(text: "a"), Payload([0xFF])])
        #expect(scenario.expect?.server?.messages == 2...Int.max)
        #expect(scenario.expect?.cause == "late")
        #expect(scenario.expect?.within == .seconds(3))
    }

    @Test
    func `a rule without a kind is about what its fault works on`() throws {
        let messages = Subject.units(messages: .data, frames: [])
        #expect(try rule("direction: both").when.subject == messages)
        #expect(
            try rule("direction: both", do: "swallow-close").when.subject
                == .units(messages: [], frames: OpcodeSet(.close)))
        #expect(try rule("direction: both").when.directions == Direction.allCases)
        let own = FaultCatalog.kind(named: "truncate")?.direction.map { [$0] } ?? Direction.allCases
        #expect(try rule("nth: 1", do: "truncate").when.directions == own)
    }

    @Test(
        arguments: [
            ("text", .units(messages: OpcodeSet(.text), frames: [])),
            ("[text, binary]", .units(messages: .data, frames: [])),
            ("[message, close]", .units(messages: .data, frames: OpcodeSet(.close))),
            ("frame", .units(messages: [], frames: .all)),
            (
                "control",
                .units(messages: [], frames: [OpcodeSet(.close), OpcodeSet(.ping), OpcodeSet(.pong)])
            ),
        ] as [(String, Subject)])
    func `a kind is a word or several`(_ kind: String, _ subject: Subject) throws {
        #expect(try rule("kind: \(kind)").when.subject == subject)
    }

    @Test(
        arguments: [
            ("nth: 3", .range(3...3)), ("nth: 2..4", .range(2...4)), ("nth: 5..", .range(5...Int.max)),
            ("nth: ..2", .range(1...2)), ("nth: every 3", .everyNth(3)), ("every: 4", .everyNth(4)),
            ("limit: 2", .every),
        ] as [(String, Occasion)])
    func `which ones is said by number, range or step`(_ text: String, _ occasion: Occasion) throws {
        #expect(try rule("kind: text, \(text)").when.occasion == occasion)
    }

    @Test
    func `everything that may stand in when arrives`() throws {
        let when = try rule(
            """
            kind: message, after: 1s, until: 1m, phase: tunnel, probability: 5%, limit: 3,
                  session: { nth: 2.., path: ^/chat, headers: { Origin: example, Cookie: }, subprotocol: v1, share: 10% }
            """
        ).when
        #expect(when.after == .seconds(1))
        #expect(when.until == .seconds(60))
        #expect(when.phase == "tunnel")
        #expect(when.probability == 0.05)
        #expect(when.limit == 3)
        let session = try #require(when.session)
        #expect(session.occasion == .range(2...Int.max))
        #expect(session.path?.source == "^/chat")
        #expect(session.headers.map(\.name) == ["Origin", "Cookie"])
        #expect(session.headers.map(\.value?.source) == ["example", nil])
        #expect(session.subprotocol == "v1")
        #expect(session.share == 0.1)
    }

    @Test(
        arguments: [
            ("size: 126..", true), ("size: ..125", false), ("size: 200", true), ("contains: needle", true),
            ("matches: ne+dle$", false), ("not: { contains: needle }", false), ("opcode: text", true),
            ("any: [{ contains: nope }, { kind: [ping, text] }]", true),
            ("all: [{ contains: nope }, { kind: text }]", false), ("fragmented: true", false),
            ("final: true, compressed: false", true),
        ])
    func `a condition holds or not, as it says`(_ text: String, _ holds: Bool) throws {
        let test = try #require(try rule("kind: text, \(text)").when.test)
        let payload = Array(("needle" + String(repeating: "x", count: 194)).utf8)
        let facts = UnitFacts(
            opcode: .text, size: payload.count, isFinal: true, isFragmented: false, isCompressed: false)
        let held = test.holds(for: facts, payload: payload.span)
        #expect(held == holds)
    }

    @Test
    func `JSON values keep their types, and quotes make texts of them`() throws {
        let test = try #require(try rule("json: { /a: 7, /b: '7', /c: true, /d/0: ~, /e: hi }").when.test)
        let payload = Array(#"{"a":7.0,"b":"7","c":true,"d":[null],"e":"hi"}"#.utf8)
        let facts = UnitFacts(opcode: .text, size: 0, isFinal: true, isFragmented: false, isCompressed: false)
        let holds = test.holds(for: facts, payload: payload.span)
        #expect(holds)
        let other = Array(#"{"a":"7","b":"7","c":true,"d":[null],"e":"hi"}"#.utf8)
        let holdsForOther = test.holds(for: facts, payload: other.span)
        #expect(!holdsForOther)
    }

    @Test
    func `a play says what both sides do`() throws {
        let play = try Scenario(
            reading: """
                name: x
                play:
                  client:
                    - send: hello
                    - send: { text: "m {n}", times: 3, every: 10ms }
                    - send: { binary: { hex: 00 } }
                    - send: { hex: ff }
                    - ping
                    - ping: are you there
                    - wait: 1s
                    - receive: 4
                    - close: { code: 1000, reason: bye }
                  server: [close]
                  echo: false
                  path: /chat?x=1
                  headers: { Origin: https://example.com }
                  subprotocols: [v1, v2]
                  compress: true
                  clients: 5
                  reconnect: { attempts: 3, wait: 100ms, factor: 2 }
                  timeout: 2s
                """
        ).play
        #expect(
            play.client == [
                .send(Payload(text: "hello"), isText: true, times: 1, every: .zero),
                .send(Payload(text: "m {n}"), isText: true, times: 3, every: .milliseconds(10)),
                .send(Payload([0]), isText: false, times: 1, every: .zero),
                .send(Payload([0xFF]), isText: false, times: 1, every: .zero), .ping(Payload([])),
                .ping(Payload(text: "are you there")), .wait(.seconds(1)), .receive(4),
                .close(code: 1000, reason: "bye"),
            ])
        #expect(play.server == [.close(code: nil, reason: "")])
        #expect(!play.echoes)
        #expect(play.path == "/chat?x=1")
        #expect(play.headers.map(\.value) == ["https://example.com"])
        #expect(play.subprotocols == ["v1", "v2"])
        #expect(play.compress)
        #expect(play.clients == 5)
        #expect(play.reconnect == Play.Reconnect(attempts: 3, wait: .milliseconds(100), factor: 2))
        #expect(play.timeout == .seconds(2))
    }

    @Test
    func `phases keep their times and links`() throws {
        let phases = try Scenario(
            reading: """
                name: x
                link: apple/lte
                phases:
                  - { name: tunnel, at: 5s, for: 2s, every: 10s, link: apple/edge }
                  - at: 20s
                """
        ).phases
        #expect(phases.map(\.name) == ["tunnel", "phase 2"])
        #expect(phases[0].at == .seconds(5))
        #expect(phases[0].lasts == .seconds(2))
        #expect(phases[0].every == .seconds(10))
        #expect(phases[0].link == LinkPresets.named("apple/edge")?.link)
        #expect(phases[1].lasts == nil)
    }

    @Test
    func `a rule's random streams are named after what it says, not where it stands`() throws {
        let one = try Scenario(reading: "name: x\nrules:\n  - when: {kind: text,nth: 3}\n    do: drop\n")
        let other = try Scenario(
            reading: """
                name: y
                rules:
                  - do: { delay: 1s }
                  - do:   drop   # the same, and a comment
                    when: { kind: text, nth: 3 }
                  - do: drop
                    when: { kind: text, nth: 3 }
                """)
        #expect(one.rules[0].identity == other.rules[1].identity)
        #expect(other.rules[1].identity != other.rules[2].identity)
        #expect(other.rules[0].identity != other.rules[1].identity)
    }

    @Test
    func `JSON is a scenario, too`() throws {
        let scenario = try Scenario(
            reading: #"{"name":"x","rules":[{"when":{"kind":"text"},"do":[{"truncate":{"keep":"50%"}}]}]}"#)
        #expect(scenario.rules.count == 1)
    }

    @Test
    func `every example in the catalog is a rule that can be read`() throws {
        for kind in FaultCatalog.all {
            let scenario = try Scenario(reading: kind.exampleScenario, file: kind.typeName)
            #expect(!scenario.rules.isEmpty)
        }
    }
}
