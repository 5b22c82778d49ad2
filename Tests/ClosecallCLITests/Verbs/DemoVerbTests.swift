import Testing

@testable import ClosecallCLI

@Suite struct DemoVerbTests {
    @Test func `it shows a close from both sides`() async {
        let run = await Run(["demo"])
        #expect(
            run.steadyOutput == """
                server  listens on ws://HOST/
                client  has connected, with permessage-deflate
                client  send("Hello, is anybody there?")
                client  onmessage: "Hello, is anybody there?"
                client  close(1000, "that was all")
                client  CloseEvent: 1000 Normal Closure, reason "that was all", clean
                server  CloseEvent: 1000 Normal Closure, reason "that was all", clean

                more on a code: closecall explain 1000

                """)
        #expect(run.status == 0 && run.standardError.isEmpty)
    }

    @Test func `for programs each step is an object`() async {
        let run = await Run(["demo", "--json"])
        #expect(
            run.steadyOutput == """
                {"event":"listening","url":"ws://HOST/"}
                {"event":"open","url":"ws://HOST/","extensions":"permessage-deflate"}
                {"event":"send","data":"Hello, is anybody there?"}
                {"event":"message","data":"Hello, is anybody there?"}
                {"event":"close","code":1000,"reason":"that was all","wasClean":true}
                {"event":"server.close","code":1000,"reason":"that was all","wasClean":true}

                """)
        #expect(run.status == 0)
    }
}
