internal import Closecall

/// The client that the Autobahn TestSuite's fuzzing server tests: it asks how many cases there are, sends every
/// message of each back, and asks for the reports.
struct AutobahnRun {
    private static let agent = "closecall"

    private let plan: ConnectPlan
    private let base: String
    private let output: Output

    init(_ plan: ConnectPlan, output: Output) throws(CommandFailure) {
        guard plan.script.isEmpty else {
            throw CommandFailure("option \"--autobahn\" runs by itself, drop --send, --ping and --close")
        }
        self.plan = plan
        base = plan.url.hasSuffix("/") ? String(plan.url.dropLast()) : plan.url
        self.output = output
    }

    func run() async throws(CommandFailure) -> ExitStatus {
        let first = try await echo("/getCaseCount")
        guard let count = first.flatMap({ Int($0) }) else {
            throw CommandFailure(
                "\(base)/getCaseCount did not say a number: is it Autobahn's fuzzing server?")
        }
        for number in stride(from: 1, through: count, by: 1) {
            showProgress("case \(number) of \(count)")
            _ = try await echo("/runCase?case=\(number)&agent=\(Self.agent)")
        }
        _ = try await echo("/updateReports?agent=\(Self.agent)")
        showProgress("")
        output.line("\(Wording.count(count, "case")) run, the reports are with the server")
        return .yes
    }

    /// Sends everything back until the server closes; returns the first text.
    ///
    /// By a handler, which runs before the loop looks at what came behind the message: some cases put a violation
    /// there, and want to see the echo of what was good.
    private func echo(_ path: String) async throws(CommandFailure) -> String? {
        var events: WebSocket.Events?
        let socket = try plan.socket(base + path) { socket in
            events = socket.events
            socket.onmessage = { message in
                if let text = message.text { try? socket.send(text) }
                if let bytes = message.bytes { try? socket.send(bytes) }
            }
        }
        var first: String?
        var hasOpened = false
        for await event in events ?? socket.events {
            switch event {
            case .open: hasOpened = true
            case .message(let message): first = first ?? message.text
            case .error, .close: break
            }
        }
        guard hasOpened else { throw CommandFailure(socket.story ?? "\(base)\(path) did not open") }
        return first
    }

    /// One line that is written over, and is gone when there is nothing to say.
    private func showProgress(_ text: String) {
        guard output.standardError.isTerminal else { return }
        output.errorText("\r\u{1B}[K\(text)")
    }
}
