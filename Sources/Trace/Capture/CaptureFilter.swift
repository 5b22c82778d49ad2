/// Which packets are captured, in tcpdump's language.
public struct CaptureFilter: Hashable, Sendable, CustomStringConvertible {
    /// The expression; empty for all packets.
    public let text: String

    /// As somebody wrote it.
    public init(_ text: String) { self.text = text }

    /// TCP to and from these ports, any of them; of that, what `expression` says besides.
    ///
    /// Without ports it is the expression alone, and with neither all of TCP: WebSocket has nothing else.
    public init(ports: [UInt16], and expression: String? = nil) {
        let choice = ports.map { "tcp port \($0)" }.joined(separator: " or ")
        switch (choice.isEmpty, expression) {
        case (true, nil): self.init("tcp")
        case (true, .some(let expression)): self.init(expression)
        case (false, nil): self.init(choice)
        case (false, .some(let expression)): self.init("(\(choice)) and (\(expression))")
        }
    }

    /// The expression.
    public var description: String { text }
}
