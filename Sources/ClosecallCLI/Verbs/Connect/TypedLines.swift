internal import WebSocketWire

/// Lines from the input to the conversation, until either ends.
struct TypedLines {
    private let input: Input
    private let output: Output
    private let conversation: Conversation
    private let showsHints: Bool

    init(_ invocation: Invocation, _ conversation: Conversation) {
        input = invocation.input
        output = invocation.output
        showsHints = input.isTerminal && !invocation.arguments.has(.json)
        self.conversation = conversation
    }

    func run() async {
        if showsHints { output.error("type a line to send it, /help for more, Ctrl-D to close") }
        while let line = await input.line(), conversation.isOpen { await obey(line) }
        conversation.perform(.close(.empty))
    }

    /// A slip of the fingers is told and does no harm.
    private func obey(_ line: String) async {
        do throws(CommandFailure) {
            switch try LineCommand(parsing: line) {
            case .help: output.error(LineCommand.helpText)
            case .step(let step):
                conversation.perform(step)
                await conversation.waitForRoom()
            }
        } catch {
            output.error(error.message)
        }
    }
}
