/// Lines as a proxy writes them, with only the fields that a test is about.
enum SampleJournal {
    static func start(part: Int = 1, second: Int = 0) -> String {
        #"{"event":"journal.start","time":"2026-11-21T16:00:\#(two(second)).000000Z","version":1,"closecall":"0.1.0","#
            + #""command":["closecall","proxy"],"part":\#(part),"seed":"7","#
            + #""scenario":{"name":"Flaky","source":"","digest":"sha256:ab"}}"#
    }

    static func open(_ session: Int) -> String {
        #"{"event":"session.open","time":"2026-11-21T16:00:01.250000Z","session":\#(session),"#
            + #""clientAddress":"127.0.0.1:4\#(session)"}"#
    }

    /// - Parameter client: the close event's code; nil for none.
    static func end(
        _ session: Int, cause: String = "closed-by-client", client: Int? = 1000, server: Int? = 1000,
        isClean: Bool = true, by: String = "client", rule: String? = nil, duration: Double = 0.5,
        more: String = ""
    ) -> String {
        func event(_ code: Int?, _ profile: String) -> String {
            code.map {
                #"{"code":\#($0),"reason":"","wasClean":\#(isClean && $0 != 1006),"profile":"\#(profile)"}"#
            } ?? "null"
        }
        let rule = rule.map { "\"\($0)\"" } ?? "null"
        return
            #"{"event":"session.end","time":"2026-11-21T16:00:02.000000Z","session":\#(session),"path":"/chat","#
            + #""client":\#(event(client, "chromium")),"server":\#(event(server, "rfc6455")),"cause":"\#(cause)","#
            + #""by":"\#(by)","rule":\#(rule),"story":"It ended.","duration":\#(duration)\#(more)}"#
    }

    static func bytes(_ lines: [String]) -> [UInt8] { Array(lines.map { $0 + "\n" }.joined().utf8) }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
