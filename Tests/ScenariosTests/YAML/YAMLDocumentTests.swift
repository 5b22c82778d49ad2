import Faults
import Scenarios
import Testing

struct YAMLDocumentTests {
    /// Values on one line, with their places: `1:1{a=1:4"x" b=1:8[1:9"y"]}`.
    private func shown(_ value: Value?) -> String {
        guard let value else { return "none" }
        let place = "\(value.place.line):\(value.place.column)"
        switch value.content {
        case .scalar(let text, let isPlain): return place + (isPlain ? text : "\"\(text)\"")
        case .list(let values): return "\(place)[\(values.map(shown).joined(separator: " "))]"
        case .map(let entries):
            return "\(place){\(entries.map { "\($0.name)=\(shown($0.value))" }.joined(separator: " "))}"
        }
    }

    private func read(_ text: String) -> YAMLDocument { YAMLDocument(Array(text.utf8)) }

    private func problems(_ text: String) -> [String] { read(text).problems.map(\.description) }

    @Test
    func `values keep their places, counted in characters from 1`() {
        let document = read("name: hé 'x'\nrules:\n  - when: { öä: 'q', nth: 3 }\n    do: [a, \"b\"]\n")
        #expect(document.problems.isEmpty)
        #expect(
            shown(document.root)
                == "1:1{name=1:7hé 'x' rules=3:3[3:5{when=3:11{öä=3:17\"q\" nth=3:27 3} do=4:9[4:10a 4:13\"b\"]}]}"
                .replacing("nth=3:27 3", with: "nth=3:273"))
        guard case .map(let entries) = document.root?.content else {
            Issue.record("no map")
            return
        }
        #expect(entries.map(\.place) == [Place(line: 1, column: 1), Place(line: 2, column: 1)])
    }

    @Test
    func `JSON is YAML, tabs and all`() {
        let document = read("{\n\t\"a\":[1,true],\n\t\"b\":\"\\u00e9\\/\"\n}\n")
        #expect(document.problems.isEmpty)
        #expect(shown(document.root) == "1:1{a=2:6[2:71 2:9true] b=3:6\"é/\"}")
    }

    @Test
    func `nothing behind a key is nothing, and quotes make a text of it`() {
        let document = read("a:\nb: ~\nc: \"\"\nd: |\n  two\n  lines\n")
        #expect(shown(document.root) == "1:1{a=1:3 b=2:4~ c=3:4\"\" d=4:4\"two\nlines\n\"}")
    }

    @Test
    func `an alias is what it names, at its own place`() {
        let document = read("a: &x { b: 1 }\nc: *x\nd: [&y 2, *y]\n")
        #expect(document.problems.isEmpty)
        #expect(shown(document.root) == "1:1{a=1:4{b=1:121} c=2:4{b=1:121} d=3:4[3:52 3:112]}")
    }

    @Test
    func `the tags that say nothing new are taken`() {
        #expect(shown(read("a: !!str 5\nb: !!seq [x]\n").root) == "1:1{a=1:4\"5\" b=2:4[2:11x]}")
    }

    @Test(
        arguments: [
            ("a: 1\nb: 2\na: 3\n", "3:1: \"a\" stands twice in this map, first at 1:1"),
            ("a: *b\n", "1:4: \"*b\" names nothing: no \"&b\" stands before it"),
            (
                "a: &here [*here]\n",
                "1:11: \"*here\" stands within what it names: that would never end"
            ),
            (
                "a: !port 5\n",
                "1:4: tags are not used in scenarios, found \"!port\": put a text that begins with \"!\" in quotes"
            ),
            (
                "a: !!binary aGk=\n",
                "1:4: tags are not used in scenarios, found \"!!binary\": put a text that begins with \"!\" in quotes"
            ),
            ("a: 1\n---\nb: 2\n", "2:1: expected one scenario in a file, found a second one behind \"---\""),
            (
                "a: &m { x: 1 }\nb:\n  <<: *m\n",
                "3:3: \"<<\" does not merge maps here: write the keys out, or use an alias for the whole map"
            ),
            ("? [a, b]\n: c\n", "1:3: expected a word as the key, found a list"),
        ])
    func `what YAML allows and scenarios do not is refused`(_ text: String, _ problem: String) {
        #expect(problems(text) == [problem])
    }

    @Test
    func `all problems of a text are found, in the order of places`() {
        #expect(problems("a: *x\na: 2\nb: !y 3\n").map { $0.prefix(4) } == ["1:4:", "2:1:", "3:4:"])
        #expect(problems("a: *x\nb: [\n").map { $0.prefix(4) } == ["1:4:", "3:1:"])
    }

    @Test(
        arguments: [
            ("a: b: c\n", "1:5: a \":\" cannot stand here: put a text that holds \": \" in quotes"),
            ("a: [1, 2\nb: 3\n", "2:2: expected \",\" or \"]\" (in the list in brackets that begins at 1:4)"),
            ("a: { b: 1\n", "2:1: expected \",\" or \"}\" (in the map in braces that begins at 1:4)"),
            (
                "a: 1\n b: 2\n",
                "2:3: a \":\" cannot stand here: put a text that holds \": \" in quotes"
            ),
            (
                "a:\n  b: 1\n c: 2\n",
                "3:2: expected a key as far in as the others, found something else: check how far in the line stands "
                    + "(in the map that begins at 1:1)"
            ),
            (
                "a:\n\tb: 1\n",
                "2:1: a tab cannot stand here: indent with spaces"
            ),
            (
                "a: \"b\n",
                "2:1: the file ends within a quoted text: its closing quote is missing (in the quoted text that begins at 1:4)"
            ),
            (
                "a: \"\\q\"\n",
                "1:5: there is no such escape: write \"\\\\\" for a backslash, or use single quotes (in the quoted text that begins at 1:4)"
            ),
            (
                "a: %b\n",
                "1:4: a text cannot begin with \"%\": put it in quotes"
            ),
            (
                "a: \u{1}\n",
                "1:4: expected text, found the control character U+0001: in a quoted text write \"\\x01\", in a payload { hex: … }"
            ),
            (
                "a: \0\n",
                "1:4: expected text, found a zero byte: is this a scenario file, and saved as UTF-8?"
            ),
        ])
    func `what is not YAML is told in plain words, with its place`(_ text: String, _ problem: String) {
        #expect(problems(text) == [problem])
        #expect(read(text).root == nil)
    }

    @Test
    func `bytes that are not UTF-8 are refused at their place`() {
        func problem(_ bytes: [UInt8]) -> String { YAMLDocument(bytes).problems.map(\.description).joined() }
        let head = Array("a: 1\nbé: ".utf8)
        #expect(
            problem(head + [0xFF, 0x61])
                == "2:5: expected UTF-8, found the byte 0xFF, which begins no character there")
        #expect(
            problem(head + [0xC3])
                == "2:5: expected UTF-8, found the byte 0xC3, which begins no character there")
        let utf16 = "1:1: expected UTF-8, found UTF-16: save the file as UTF-8"
        #expect(problem([0xFF, 0xFE, 0x61, 0x00]) == utf16)
        #expect(problem([0x00, 0x61, 0x00, 0x3A]) == utf16)
        #expect(problem([0x61, 0x00, 0x3A, 0x00]) == utf16)
        #expect(problem([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0]).contains("UTF-32"))
    }

    @Test
    func `a mark of UTF-8 before the text is no part of it`() {
        let document = YAMLDocument([0xEF, 0xBB, 0xBF] + Array("a: 1".utf8))
        #expect(document.problems.isEmpty)
        guard case .map(let entries) = document.root?.content else {
            Issue.record("no map")
            return
        }
        #expect(entries.map(\.name) == ["a"])
    }

    @Test
    func `an empty text has no value and no problem`() {
        for text in ["", "\n\n", "# nothing\n"] {
            #expect(read(text).root == nil)
            #expect(read(text).problems == [])
        }
    }
}
