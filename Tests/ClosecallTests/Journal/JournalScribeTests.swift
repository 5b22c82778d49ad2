import Reactor
import Scenarios
import Testing

@testable import Closecall
@testable import Observer

@Suite struct JournalScribeTests {
    private func line(_ entry: JournalEntry, redacts: Bool = false) -> String {
        var scribe = JournalScribe.sample(redacts: redacts)
        return String(decoding: scribe.line(entry), as: UTF8.self)
    }

    @Test func `lines have their event, their time and their fields in this order`() throws {
        let entries = SampleEnding.entries
        #expect(
            line(entries[0]) == """
                {"event":"session.open","time":"2026-11-21T09:30:00.000000Z","session":17,\
                "clientAddress":"127.0.0.1:50000"}\n
                """)
        #expect(
            line(entries[1]) == """
                {"event":"frame","time":"2026-11-21T09:30:00.900000Z","session":17,"age":0.9,\
                "direction":"toClient","side":"passed","number":3,"offset":99,"opcode":"reserved-b","fin":false,\
                "rsv":4,"masked":false,"length":18446744073709551615,"came":6,"firstBytes":"736563726574"}\n
                """)
        #expect(
            line(entries[2]) == """
                {"event":"fault","time":"2026-11-21T09:30:00.900000Z","session":17,"age":0.2,\
                "key":"/chat?token=secret","ordinal":3,"direction":"toServer","at":"frame 2","rule":"other close",\
                "identity":"rewrite","faults":["rewrite-close"],"dice":"abcd"}\n
                """)
        #expect(
            line(entries[4]) == """
                {"event":"scenario","time":"2026-11-21T09:30:00.900000Z","name":null,"seed":null,"source":null,\
                "digest":null}\n
                """)
    }

    @Test func `what is armed by hand is told, and when it is no more`() {
        #expect(
            line(SampleEnding.entries[5]) == """
                {"event":"armed","time":"2026-11-21T09:30:00.900000Z","name":"lag","rules":["lag"],\
                "faults":["latency","reset"],"toxicity":0.25}\n
                """)
        #expect(
            line(SampleEnding.entries[6]) == """
                {"event":"disarmed","time":"2026-11-21T09:30:00.900000Z","name":"lag"}\n
                """)
    }

    @Test func `an ending is told with all that it rests on`() {
        #expect(
            line(SampleEnding.entries[3]) == """
                {"event":"session.end","time":"2026-11-21T09:30:00.900000Z","session":17,\
                "key":"/chat?token=secret","ordinal":3,"path":"/chat?token=secret",\
                "clientAddress":"127.0.0.1:50000","serverAddress":"127.0.0.1:80","status":null,\
                "subprotocol":"chat","compressed":false,\
                "client":{"code":4000,"reason":"secret","wasClean":true,"profile":"chromium"},"server":null,\
                "clientSaw":{"outcome":"event","opened":true,"error":false,"profile":"chromium"},\
                "serverSaw":{"outcome":"errorOnly","opened":true,"error":true,"profile":"rfc6455"},\
                "cause":"closed-by-client","by":"fault","rule":"other close",\
                "story":"It closed with “secret”.","duration":0.8,\
                "messages":{"toServer":0,"toClient":0},"frames":{"toServer":0,"toClient":0},\
                "bytes":{"toServer":500,"toClient":0},"lost":{"toServer":0,"toClient":4},\
                "evidence":{"closes":[\
                {"from":"client","side":"received","code":4000,"reason":"secret","payload":"0fa0736563726574",\
                "frame":2,"offset":12,"age":0.2},\
                {"from":"client","side":"sent","code":1000,"reason":"other secret",\
                "payload":"03e86f7468657220736563726574","frame":2,"offset":12,"age":0.2}],\
                "ends":[{"leg":"server","how":"rst","detail":null,"age":0.7,"first":true},\
                {"leg":"client","how":"failed","detail":"no route to host","age":0.71,"first":false}],\
                "tells":[{"leg":"client","how":"rst","detail":null,"age":0.7},\
                {"leg":"server","how":"fin","detail":null,"age":0.3}],\
                "flaws":[{"from":"server","side":"received","kind":"reservedBits","frame":1,"offset":0,\
                "age":0.25}],\
                "lastFrames":{"toServer":[{"age":0.1,"direction":"toServer","side":"passed","number":1,\
                "offset":0,"opcode":"text","fin":true,"rsv":0,"masked":true,"length":6,"came":6,\
                "firstBytes":"736563726574"}],"toClient":[]},\
                "places":{"toServer":{"place":"in-header","read":1,"missing":null},\
                "toClient":{"place":"in-payload","read":null,"missing":5}},\
                "halfOpen":[{"leg":"server","endedBy":"proxy","from":0.3,"to":0.7}],\
                "firings":[{"rule":"other close","direction":"toServer","at":"frame 2","age":0.2}]}}\n
                """)
    }

    @Test func `what was held back is told as it came and as it left`() {
        var ending = SampleEnding.ending
        let hello = ending.clientSide.outgoing.recent[0]
        for (milliseconds, sides) in [(100, [FrameSide.passed]), (101, [.received, .sent])] {
            let mark = SampleEnding.mark(3, after: UInt64(milliseconds))
            ending.serverSide.incoming.recent = [
                FrameGlimpse(
                    number: 1, offset: 0, header: hello.header, firstBytes: hello.firstBytes, came: 6,
                    mark: mark)
            ]
            #expect(ending.seen(\.recent, sighting: Sighting.init).map(\.side) == sides)
        }
    }

    @Test func `nothing of what was said is left when it is redacted`() throws {
        for entry in SampleEnding.entries {
            let text = line(entry, redacts: true)
            #expect(!text.contains("secret") && !text.contains("736563"), "\(text)")
        }
        let ending = try LineValue(line(SampleEnding.entries[3], redacts: true))
        #expect(ending["path"]?.text == "/chat?[redacted]" && ending["key"]?.text == "/chat?[redacted]")
        #expect(ending["client"]?["reason"] == .null && ending["client"]?["code"] == .whole(4000))
        #expect(ending["evidence"]?["closes"]?[0]?["payload"]?.text == "0fa0")
        #expect(ending["story"]?.text == "It closed with “”.")
        #expect(ending["evidence"]?["lastFrames"]?["toServer"]?[0]?["firstBytes"] == nil)
    }

    @Test func `a key that is no target is covered as a whole`() throws {
        let entry = JournalEntry.fired(
            session: 1, key: "Bearer x", ordinal: 1, SampleEnding.firing, age: .zero, at: SampleEnding.start)
        #expect(try LineValue(line(entry, redacts: true))["key"]?.text == "[redacted]")
    }

    @Test func `the first line has all that is needed to play the scenario again`() throws {
        var scribe = JournalScribe.sample()
        let scenario = try Scenario(reading: "name: a\nseed: 18446744073709551615\nrules: []\n")
        let head = JournalHead(
            closecall: "1.2.3", command: ["closecall", "proxy"],
            scenario: JournalScenario(ScenarioSetup(scenario)))
        let text = scribe.start(head, part: 2, at: MonotonicTime(microseconds: 10_000_001))
        #expect(
            String(decoding: text, as: UTF8.self) == #"""
                {"event":"journal.start","time":"2026-11-21T09:30:00.000001Z","version":1,"closecall":"1.2.3",\#
                "command":["closecall","proxy"],"part":2,"redacted":false,"seed":"18446744073709551615",\#
                "scenario":{"name":"a","source":"name: a\nseed: 18446744073709551615\nrules: []\n",\#
                "digest":"sha256:\#(Self.digest)"}}

                """#)
        #expect(JournalScenario(scenario, seed: 3).digest == JournalScenario(scenario, seed: 4).digest)
    }

    /// `printf 'name: a\nseed: 18446744073709551615\nrules: []\n' | sha256sum`
    private static let digest = "e67c827afef66b91ba38a6090367f845487a32db97e4412910d6255ac1366fdd"
}
