internal import Closecall
internal import Testing

@Suite struct LiveReplayTests {
    @Test func `a finding's command line says how it ends, and what starts the peer`() {
        let plain = LiveReplay(["closecall", "fuzz", "peer", "ws://[::1]:9/"], starting: [])
        #expect(plain.line("f/hung", .close) == "closecall fuzz peer ws://[::1]:9/ --input f/hung")
        let started = LiveReplay(["closecall"], starting: ["python3", "-c", "print('a b')"])
        #expect(
            started.line("my findings/x", .reset)
                == #"closecall --input 'my findings/x' --end reset -- python3 -c 'print('\''a b'\'')'"#)
    }
}
