import Testing

@testable import ClosecallCLI

@Suite struct ProgramNameTests {
    @Test func `words are quoted for a shell where they need be`() {
        #expect(
            ProgramName.quoted("/tmp/closecall-demo-1a/demo.pcapng") == "/tmp/closecall-demo-1a/demo.pcapng")
        #expect(ProgramName.quoted("my files/demo") == "'my files/demo'")
        #expect(ProgramName.quoted("it's") == #"'it'\''s'"#)
        #expect(ProgramName.quoted("$HOME") == "'$HOME'")
    }
}
