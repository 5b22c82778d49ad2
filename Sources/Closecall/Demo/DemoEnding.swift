public import Scenarios

/// An ending that the demo plays: a scenario of the gallery, told in one line.
public struct DemoEnding: Sendable {
    /// What it is called on the command line: its file's name.
    public let name: String
    /// The gallery's folder that it is in; nil for what is no scenario of the gallery.
    public let folder: String?
    /// What the scenario does, in a line.
    public let summary: String
    /// What to make of it, in a line.
    public let lesson: String
    /// The scenario's text: the gallery is not installed with the program.
    public let source: String

    /// All of them, in the order in which they are played: nothing is broken in the first, and the last never ends.
    public static let all = [
        DemoEnding(
            name: "nothing-broken", folder: nil,
            summary: "The client says hello, gets its echo, and closes. This is how it ought to look.",
            lesson: "All that follows is measured against this: a code, and wasClean on both sides.",
            source: DemoTexts.nothingBroken),
        DemoEnding(
            name: "slow-answer", folder: "frames",
            summary: "The second of four answers is held back, and all behind it wait.",
            lesson: "A WebSocket is one line. Give slow answers a connection of their own.",
            source: DemoTexts.slowAnswer),
        DemoEnding(
            name: "wrong-byte-in-text", folder: "frames",
            summary: "One byte of the client's second text becomes FF, which no UTF-8 has.",
            lesson: "The two sides report different codes: look for 1007 where it is shown.",
            source: DemoTexts.wrongByteInText),
        DemoEnding(
            name: "one-byte-close", folder: "closing",
            summary: "The server says goodbye, and its Close loses half of its code.",
            lesson: "1006 is never sent. Here it hides a bug of the server's, which reads 1002.",
            source: DemoTexts.oneByteClose),
        DemoEnding(
            name: "server-vanishes-in-mid-message", folder: "closing",
            summary: "The third answer is cut in half, then both connections are reset.",
            lesson: "Half a message is never delivered: ask again after coming back.",
            source: DemoTexts.serverVanishes),
        DemoEnding(
            name: "hop-by-hop", folder: "handshake",
            summary: "Something on the way removes \"Upgrade\", as nginx does unless told otherwise.",
            lesson: "A page is told 1006, never the 426: closecall connect and curl show it.",
            source: DemoTexts.hopByHop),
        DemoEnding(
            name: "stuck-in-open", folder: "stream",
            summary: "Behind the third message everything vanishes, both ways, and TCP stays up.",
            lesson: "Only a heartbeat with an answer finds out. Send one, wait, and close by yourself.",
            source: DemoTexts.stuckInOpen),
    ]

    /// The one of this name.
    public static func named(_ name: String) -> DemoEnding? { all.first { $0.name == name } }

    /// The file in the gallery, such as `stream/stuck-in-open.yaml`.
    public var path: String? { folder.map { "\($0)/\(fileName)" } }

    /// What the demo calls the scenario's file.
    public var fileName: String { "\(name).yaml" }

    /// The scenario, read.
    public func scenario() throws(ScenarioProblems) -> Scenario {
        try Scenario(reading: source, file: fileName)
    }
}
