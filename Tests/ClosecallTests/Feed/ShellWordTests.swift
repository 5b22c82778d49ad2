import Closecall
import Testing

@Suite struct ShellWordTests {
    @Test func `words are quoted for a shell where they need be`() {
        for plain in ["/a/b-c_d.pem", "ws://[::1]:9/", "--input=a,b"] {
            #expect(ShellWord.quoted(plain) == plain)
        }
        #expect(ShellWord.quoted("/a b/it's") == #"'/a b/it'\''s'"#)
        #expect(ShellWord.quoted("$HOME") == "'$HOME'")
        #expect(ShellWord.quoted("") == "''")
    }
}
