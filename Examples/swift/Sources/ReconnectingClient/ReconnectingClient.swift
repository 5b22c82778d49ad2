import Closecall

/// A client that gets every message answered, however often its connection is lost.
public struct ReconnectingClient {
    /// What came of an exchange.
    public struct Result: Equatable, Sendable {
        /// What came back.
        public var answers: [String] = []
        /// The close code of each connection.
        public var ends: [Int] = []
    }

    /// It gave up.
    public struct GaveUp: Error, Equatable {
        /// How far it had come.
        public let result: Result
    }

    let url: String
    let attempts: Int

    /// A client that connects so many times at most.
    public init(_ url: String, attempts: Int = 5) {
        self.url = url
        self.attempts = attempts
    }

    /// Sends each message when the one before has been answered; says again what was not.
    public func exchange(_ messages: [String]) async throws -> Result {
        var result = Result()
        var wait = Duration.milliseconds(20)
        for _ in 0..<attempts {
            result.ends.append(try await connect(messages, &result.answers))
            if result.answers.count == messages.count { return result }
            try await Task.sleep(for: wait)
            wait *= 2
        }
        throw GaveUp(result: result)
    }

    private func connect(_ messages: [String], _ answers: inout [String]) async throws -> Int {
        let socket = try WebSocket(url)
        func next() throws {
            if answers.count < messages.count {
                try socket.send(messages[answers.count])
            } else {
                try socket.close(code: 1000)
            }
        }
        for await event in socket.events {
            switch event {
            case .open: try next()
            case .message(let message):
                answers.append(message.text ?? "")
                try next()
            case .close(let end): return Int(end.code)
            case .error: break
            }
        }
        return 1006
    }
}
