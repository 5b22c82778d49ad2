internal import Closecall

/// Who tells of the demo: to a person, or to a program.
protocol DemoReport: Sendable {
    /// It begins.
    func begin()
    /// This comes next.
    func announce(_ ending: DemoEnding, _ number: Int, of count: Int) async
    /// This is how it went. False when nobody reads any more.
    func show(_ play: DemoPlay) async -> Bool
    /// That was all.
    func farewell(_ farewell: DemoFarewell)
}

/// What is left when the demo is over.
struct DemoFarewell: Sendable {
    let record: DemoRecord
    let picture: String?
    /// So many were played of those that were to be.
    let plays: (done: Int, planned: Int)
    /// Commands to try next, and what each shows.
    let commands: [Example]

    init(_ record: DemoRecord, _ plays: [DemoPlay], of planned: Int, picture: String?) {
        self.record = record
        self.picture = picture
        self.plays = (plays.count, planned)
        let told = plays.first { $0.ending.name == "server-vanishes-in-mid-message" } ?? plays.last
        commands = told.map { Self.commands(record, $0) } ?? []
    }

    private static func commands(_ record: DemoRecord, _ play: DemoPlay) -> [Example] {
        let program = ProgramName.typed
        let number = play.session
        return [
            Example(
                "\(program) inspect \(ShellWord.quoted(record.trace)) --session \(number) --frames",
                "session \(number) packet by packet; Wireshark opens the file, too"),
            Example(
                "\(program) explain --journal \(ShellWord.quoted(record.journal)) --session \(number)",
                "its whole story, in sentences"),
            Example(
                "\(program) proxy --listen 0 --scenario \(ShellWord.quoted(record.scenario(of: play.ending))) "
                    + "ws://127.0.0.1:8080",
                "do the same to your own client and server"),
        ]
    }
}

/// How this program was called, so that a command can be pasted.
enum ProgramName {
    /// `closecall`, or the path that was typed.
    static let typed: String = {
        let typed = CommandLine.arguments.first ?? ""
        return typed.hasSuffix("/closecall") ? ShellWord.quoted(typed) : "closecall"
    }()
}
