import Testing

struct CommentSplitterTests {
    private func code(_ text: String) -> [String] {
        var splitter = CommentSplitter(text)
        return splitter.split().code
    }

    @Test
    func `comments leave the code and keep their line`() {
        var splitter = CommentSplitter("let a = 1 // one\n/* two\n/* three */ */let b = 2\n")
        let (code, comments) = splitter.split()
        #expect(code == ["let a = 1 ", "", "let b = 2", ""])
        #expect(comments == ["// one", "/* two", "/* three */ */", ""])
    }

    @Test
    func `strings are taken out, what they interpolate is not`() {
        #expect(code(#"f("try! // \(g("x", a as! B)) \" /*", c)"#) == ["f(g(, a as! B)), c)"])
        #expect(code(##"let a = #"a "quoted" \(b) \#(c)"# + d"##) == ["let a = c) + d"])
        #expect(
            code("let a = \"\"\"\n    \"try!\"\n    \\(b)\n    \"\"\"\nlet c") == [
                "let a = ", "", "b)", "", "let c",
            ])
    }

    @Test
    func `a pound sign that opens no string is code`() {
        #expect(code("#if DEBUG\n#expect(a)") == ["#if DEBUG", "#expect(a)"])
    }

    @Test
    func `a sentence as a name is no code`() {
        #expect(code("func `no try! here`() {}") == ["func () {}"])
    }
}
