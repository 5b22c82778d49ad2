internal import Observer
internal import Testing

@testable internal import Closecall

@Suite struct ReportPageTests {
    @Test func `what a peer says cannot end the page's data`() throws {
        let reason = #"</script><script>alert(1)</script><!--"#
        let more =
            #","rule":"<b>&","evidence":{"closes":[{"from":"server","code":1000,"reason":"\#(reason)","age":0.1}]}"#
        let text = page([SampleJournal.start(), SampleJournal.end(1, more: more)], name: "<i>\"run\".jsonl")
        // Two scripts and one piece of data, whoever was read.
        #expect(text.split(separator: "</script", omittingEmptySubsequences: false).count == 3)
        #expect(!text.contains("<!--"))
        #expect(!text.contains("<b>&"))
        #expect(text.contains("<title>closecall · &lt;i&gt;&quot;run&quot;.jsonl</title>"))
        let data = try data(in: text)
        #expect(data["texts"]?.elements?.compactMap(\.text).contains(reason) == true)
    }

    @Test func `the page asks the network for nothing`() {
        let text = page([SampleJournal.start(), SampleJournal.end(1)])
        #expect(text.contains("default-src 'none'"))
        let allowed = "http://www.w3.org/2000/svg"
        let rest = text.replacing(allowed, with: "")
        #expect(
            !rest.contains("http:") && !rest.contains("https:") && !rest.contains("src=")
                && !rest.contains("@import"))
        #expect(!rest.contains("url(") && !rest.contains("innerHTML"))
    }

    @Test func `a session's events are in the order of time`() throws {
        let evidence = #"""
            ,"evidence":{"closes":[{"from":"client","side":"received","code":4001,"reason":"bye","frame":2,"offset":9,"age":0.2}],
            "lastFrames":{"toServer":[
            {"side":"passed","age":0.1,"number":1,"opcode":"text","fin":true,"masked":true,"length":3,"firstBytes":"686579"},
            {"side":"received","age":0.2,"number":2,"opcode":"close","fin":true,"masked":true,"length":5,"firstBytes":""}],
            "toClient":[]},
            "ends":[{"leg":"client","how":"rst","detail":null,"age":0.3,"first":true}],"tells":[],
            "firings":[{"rule":"swallow","direction":"toServer","at":"frame 2","age":0.2}]}
            """#.replacing("\n", with: "")
        let data = try data(in: page([SampleJournal.start(), SampleJournal.end(1, more: evidence)]))
        let texts = try #require(data["texts"]?.elements).compactMap(\.text)
        let session = try #require(data["sessions"]?.elements?.first)
        func number(_ text: String) -> Int { texts.firstIndex(of: text) ?? -1 }
        #expect(
            session["e"]?.text?.split(separator: ";") == [
                "100000,0,4,\(number("text")),3,3,1,\(number("686579")),-1",
                "200000,1,0,4001,\(number("bye")),2,9",
                "200000,4,\(number("swallow")),\(number("frame 2"))",
                "300000,2,0,\(number("rst")),0,1",
            ])
        #expect(session["c"]?.elements?.first?.whole(Int.self) == 0)
    }

    @Test func `every text of the page is there in both languages`() throws {
        let halves = PageScript.words.split(separator: "  fr: {").map(String.init)
        #expect(halves.count == 2)
        let names = halves.map { half in
            Set(half.matches(of: #/[\s{]([A-Za-z]\w*): [`'(\[{]/#).map { String($0.output.1) })
        }
        let (english, french) = (try #require(names.first), try #require(names.last))
        #expect(english.count > 100)
        #expect(english.subtracting(["en"]) == french.subtracting(["en"]))
    }

    private func page(_ lines: [String], name: String = "run.jsonl") -> String {
        let file = JournalFile(parts: [SampleJournal.bytes(lines)])
        let page = ReportPage(
            file: file, sessions: file.sessions, names: [name], filter: "", language: .english)
        return String(decoding: page.html, as: UTF8.self)
    }

    private func data(in page: String) throws -> JSONValue {
        let begin = #"<script type="application/json" id="data">"#
        let start = try #require(page.firstRange(of: begin)).upperBound
        let end = try #require(page[start...].firstRange(of: "</script>")).lowerBound
        let bytes = Array(page[start..<end].utf8)
        return try JSONValue(bytes.span)
    }
}
