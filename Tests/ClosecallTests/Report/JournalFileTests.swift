internal import Observer
internal import Testing

@testable internal import Closecall

@Suite struct JournalFileTests {
    @Test func `a session is read from all its lines`() throws {
        let evidence = #"""
            ,"key":"/chat","ordinal":3,"status":101,"subprotocol":"v2","compressed":true,"serverAddress":"127.0.0.1:80",
            "clientSaw":{"outcome":"event","opened":true,"error":false,"profile":"chromium"},
            "messages":{"toServer":3,"toClient":4},"frames":{"toServer":5,"toClient":6},
            "bytes":{"toServer":70,"toClient":80},"lost":{"toServer":0,"toClient":9},
            "evidence":{
            "closes":[{"from":"client","side":"received","payload":"03e8","code":1000,"reason":"bye","offset":40,"frame":5,"age":0.4}],
            "ends":[{"leg":"server","how":"failed","detail":"no route","age":0.45,"first":true}],
            "tells":[{"leg":"client","how":"rst","detail":null,"age":0.46}],
            "flaws":[{"from":"server","side":"sent","kind":"notUTF8","frame":2,"offset":11,"age":0.2}],
            "lastFrames":{"toServer":[{"age":0.1,"direction":"toServer","side":"passed","number":4,"offset":30,"opcode":"text",
            "fin":false,"rsv":4,"masked":true,"length":18446744073709551615,"came":3,"firstBytes":"686579"}],"toClient":[]},
            "places":{"toServer":{"place":"between-messages"},"toClient":{"place":"in-payload","missing":12}},
            "halfOpen":[{"leg":"client","endedBy":"proxy","from":0.41,"to":0.45}],
            "firings":[{"rule":"cut","direction":"toClient","at":"message 3","age":0.3}]}
            """#.replacing("\n", with: "")
        let lines = [SampleJournal.start(), SampleJournal.open(7), SampleJournal.end(7, more: evidence)]
        let file = JournalFile(parts: [SampleJournal.bytes(lines)])
        #expect(file.runs.count == 1)
        #expect(file.runs.first?.command == "closecall proxy")
        #expect(file.runs.first?.scenarios == [.init(name: "Flaky", seed: "7", digest: "sha256:ab")])
        let session = try #require(file.sessions(numbered: 7).first)
        #expect(session.openedAt == 1_795_276_801_250_000)
        #expect(session.duration == .milliseconds(500))
        #expect(session.clientAddress == "127.0.0.1:47")
        #expect(session.ordinal == 3)
        #expect(
            session.client
                == SeenEnding(
                    .event(code: 1000, reason: "", wasClean: true), opened: true, error: false,
                    profile: "chromium"))
        #expect(session.lost.toClient == 9)
        let seen = session.evidence
        #expect(
            seen.closes == [
                .init(
                    from: .client, stage: .received, code: 1000, reason: "bye", payload: "03e8", offset: 40,
                    frame: 5, age: 0.4)
            ])
        #expect(
            seen.ends == [.init(leg: .server, how: "failed", detail: "no route", age: 0.45, isFirst: true)])
        #expect(seen.tells == [.init(leg: .client, how: "rst", detail: nil, age: 0.46)])
        #expect(
            seen.flaws == [
                .init(from: .server, stage: .sent, kind: "notUTF8", frame: 2, offset: 11, age: 0.2)
            ])
        #expect(seen.frames[.toServer].map(\.length) == [.max])
        #expect(seen.frames[.toServer].map(\.reservedBits) == [4])
        #expect(seen.placeToClient == .init(name: "in-payload", read: nil, missing: 12))
        #expect(seen.halfOpen == [.init(leg: .client, isEndedByPeer: false, from: 0.41, to: 0.45)])
        #expect(
            seen.faults == [
                .init(rule: "cut", at: "message 3", faults: [], direction: .toClient, age: 0.3)
            ])
    }

    @Test func `what was opened and never ended was open`() throws {
        let file = JournalFile(parts: [SampleJournal.bytes([SampleJournal.start(), SampleJournal.open(1)])])
        let session = try #require(file.sessions.first)
        #expect(session.cause == nil && session.duration == nil && !session.isAbnormal)
        #expect(session.ended.cause == "open")
    }

    @Test func `a last line that a kill cut off is nobody's mistake, one in the middle is counted`() {
        let whole = [SampleJournal.start(), SampleJournal.end(1), SampleJournal.end(2)]
        let bytes = SampleJournal.bytes(whole)
        let secondEnd = SampleJournal.bytes(Array(whole.prefix(2))).count
        for count in secondEnd..<bytes.count {
            let file = JournalFile(parts: [Array(bytes.prefix(count))])
            #expect(file.broken == 0)
            // Without its line end, a line may still be whole.
            #expect(file.sessions.map(\.number) == (count == bytes.count - 1 ? [1, 2] : [1]))
        }
        let torn = JournalFile(parts: [SampleJournal.bytes([whole[0], "{\"event\":", "?", whole[1]])])
        #expect(torn.broken == 2)
        #expect(torn.firstBroken?.line == 2)
        #expect(torn.sessions.count == 1)
    }

    @Test func `unknown lines and fields are passed over, and missing ones are not missed`() {
        let lines = [
            #"{"event":"from.the.future","x":[1,{"y":2}]}"#,
            #"{"event":"session.end","session":5}"#,
            #"{"event":"session.end","session":"6"}"#,
            #"{"event":"session.end","session":7,"client":5,"evidence":[],"duration":"long","cause":{}}"#,
            #"{"event":"session.end","session":8,"duration":1e300,"client":{"code":70000}}"#,
        ]
        let file = JournalFile(parts: [SampleJournal.bytes(lines)])
        #expect(file.broken == 0)
        #expect(file.sessions.map(\.number) == [5, 7, 8])
        #expect(file.sessions.allSatisfy { $0.cause == "unknown" && $0.client == nil })
    }

    @Test func `parts are put in order, and a part that begins again is another run`() {
        let first = SampleJournal.bytes([SampleJournal.start(part: 1, second: 1), SampleJournal.open(1)])
        let second = SampleJournal.bytes([SampleJournal.start(part: 2, second: 5), SampleJournal.end(1)])
        let other = SampleJournal.bytes([SampleJournal.start(part: 1, second: 9), SampleJournal.end(1)])
        for parts in [[first, second, other], [other, second, first], [second, other, first]] {
            let file = JournalFile(parts: parts)
            #expect(file.runs.count == 2)
            #expect(file.sessions.map(\.run) == [1, 2])
            #expect(file.sessions.first?.clientAddress == "127.0.0.1:41")
            #expect(file.sessions.first?.cause == "closed-by-client")
        }
        let appended = JournalFile(parts: [first + second + other])
        #expect(appended.sessions.map(\.run) == [1, 2])
    }

    @Test func `of a million frames the first and the last are kept`() throws {
        let frames = (1...1000).map {
            #"{"event":"frame","session":1,"age":\#($0),"direction":"toClient","side":"passed","number":\#($0),"#
                + #""opcode":"binary","length":5}"#
        }
        let bytes = SampleJournal.bytes([SampleJournal.start()] + frames + [SampleJournal.end(1)])
        let session = try #require(JournalFile(parts: [bytes]).sessions.first)
        let kept = session.evidence.frames[.toClient].compactMap(\.number)
        #expect(Array(kept.prefix(24)) == Array(1...24))
        #expect(kept.count <= 88 && Array(kept.suffix(32)) == Array(969...1000))
        #expect(session.evidence.frames.leftOut == 1000 - kept.count)
        #expect(
            JournalFile(parts: [bytes], readsFrames: false).sessions.first?.evidence.frames.isEmpty == true)
    }

    @Test func `a frame that came and left at once is one, a held or changed one is two`() throws {
        func line(_ side: String, _ age: Double, _ number: Int, _ bytes: String) -> String {
            #"{"event":"frame","session":1,"age":\#(age),"direction":"toClient","side":"\#(side)","number":\#(number),"#
                + #""opcode":"text","length":3,"came":3,"firstBytes":"\#(bytes)"}"#
        }
        let cut =
            #"{"side":"sent","age":0.5,"number":4,"opcode":"text","length":9,"came":4,"firstBytes":"64"}"#
        let whole =
            #"{"side":"received","age":0.1,"number":1,"opcode":"text","length":3,"came":3,"firstBytes":"61"}"#
        let lines = [
            line("received", 0.1, 1, "61"), line("sent", 0.1001, 1, "61"), line("received", 0.2, 2, "62"),
            line("sent", 0.4, 2, "62"), line("received", 0.3, 3, "63"), line("sent", 0.3, 3, "ff"),
            SampleJournal.end(1, more: #","evidence":{"lastFrames":{"toClient":[\#(whole),\#(cut)]}}"#),
        ]
        let session = try #require(JournalFile(parts: [SampleJournal.bytes(lines)]).sessions.first)
        let frames = session.evidence.frames[.toClient]
        #expect(frames.map(\.stage) == [.passed, .received, .sent, .received, .sent, .sent])
        #expect(frames.map(\.number) == [1, 2, 2, 3, 3, 4])
        #expect(frames.map(\.came) == [nil, nil, nil, nil, nil, 4])
    }

    @Test(arguments: [
        (#"["closecall","proxy","--lang","fr"]"#, nil, "fr"), (#"["proxy","--lang=fr"]"#, nil, "fr"),
        (#"["proxy","--lang"]"#, nil, nil), (#"["proxy"]"#, nil, nil),
        (#"["proxy","--lang","fr"]"#, "en", "en"),
    ])
    func `the language of a journal's stories is the one it names, or its command`(
        command: String, lang: String?, expected: String?
    ) {
        let named = lang.map { #","lang":"\#($0)""# } ?? ""
        let line = #"{"event":"journal.start","part":1,"command":\#(command)\#(named)}"#
        #expect(JournalFile(parts: [SampleJournal.bytes([line])]).runs.first?.language == expected)
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-21T16:00:01.250000Z", 1_795_276_801_250_000),
        ("2000-02-29T12:00:00.5Z", 951_825_600_500_000),
        ("2026-11-21T16:00:01.123456789Z", 1_795_276_801_123_456),
        ("2026-11-21T16:00:01.Z", nil), ("2026-11-21T16:00:01.12x4567Z", nil), ("2026-11-21 16:00:01Z", nil),
        ("2026-13-01T00:00:00Z", nil), ("now", nil), ("", nil),
    ])
    func `times are read`(text: String, microseconds: Int64?) {
        #expect(JournalTime.microseconds(text) == microseconds)
    }
}
