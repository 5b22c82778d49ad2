import Testing

@testable import ClosecallCLI

@Suite struct RoffTests {
    @Test func `what troff would take for its own is spelled out`() {
        #expect(Roff.escaped(#"a\b"#) == #"a\eb"#)
        #expect(Roff.escaped("--json") == #"\-\-json"#)
        #expect(Roff.escaped("'NAME: VALUE' `x` ^~") == #"\(aqNAME: VALUE\(aq \(gax\(ga \(ha\(ti"#)
        #expect(Roff.escaped("dé — 😀") == #"d\[u00E9] \[u2014] \[u1F600]"#)
        #expect(Roff.escaped(#"plain "text", 100 %."#) == #"plain "text", 100 %."#)
    }

    @Test func `a line cannot begin with a command`() {
        var page = Roff(page: "x", date: "2026-01-02", source: "x 1")
        page.section("S")
        page.paragraph(".SH not a section")
        page.paragraph("'tis no command")
        page.entry(".term", ".meaning")
        page.raw(".raw")
        let body = page.text.split(separator: "\n").dropFirst(2)
        #expect(
            body == [
                ".SH S", #"\&.SH not a section"#, ".PP", #"\(aqtis no command"#, ".TP", #"\&.term"#,
                #"\&.meaning"#,
                #"\&.raw"#,
            ])
    }

    /// The words a long paragraph happens to be broken at begin lines, too.
    @Test func `nor can a word that a line is broken at`() {
        var page = Roff(page: "x", date: "2026-01-02", source: "x 1")
        page.paragraph((1...78).map { String(repeating: "x", count: $0) + " .hidden" }.joined(separator: " "))
        let lines = page.text.split(separator: "\n").dropFirst(3)
        #expect(lines.contains { $0.hasPrefix(#"\&.hidden"#) })
        #expect(lines.allSatisfy { $0.count <= 80 && !$0.hasPrefix(".") })
    }

    @Test func `code is bold, and what stands for something is in italics`() {
        var page = Roff(page: "x", date: "2026-01-02", source: "x 1")
        page.paragraph("say `closecall ca` twice")
        #expect(page.text.hasSuffix("say \\fBclosecall ca\\fR twice\n"))
        #expect(Roff.placeholder("[CODE|RANGE]") == #"[\fICODE\fR|\fIRANGE\fR]"#)
        #expect(Roff.placeholder("FILE...") == #"\fIFILE\fR..."#)
        #expect(Roff.placeholder("") == "")
    }

    @Test func `the head names the page, its section, a day and a version`() {
        let page = Roff(page: "closecall-ca", date: "2026-01-02", source: "closecall 9")
        let head = page.text.split(separator: "\n").last
        #expect(head == ".TH CLOSECALL-CA 1 2026-01-02 \"closecall 9\" \"Closecall\"")
    }
}
