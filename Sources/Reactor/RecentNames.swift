/// The answers of the last second: in that time a busy proxy would ask for one name thousands of times, each on a
/// thread of its own.
final class RecentNames: Sendable {
    private struct Question: Hashable {
        let name: String
        let port: UInt16
    }

    private struct Answer {
        let addresses: [SocketAddress]
        let expiry: MonotonicTime
    }

    /// Short enough that a changed hosts file or a moved server is noticed at once by a person.
    private static let lifetime = Duration.seconds(1)
    private static let longestList = 64

    private let answers = Locked<[Question: Answer]>([:])

    /// What the name was answered with lately; nil when it has to be asked for.
    func addresses(of name: String, port: UInt16, at now: MonotonicTime) -> [SocketAddress]? {
        let question = Question(name: name, port: port)
        return answers.withLock { answers in
            guard let answer = answers[question], now < answer.expiry else { return nil }
            return answer.addresses
        }
    }

    /// Remembers an answer. Failures are not remembered: who starts the missing server tries again at once.
    func remember(_ addresses: [SocketAddress], of name: String, port: UInt16, at now: MonotonicTime) {
        answers.withLock { answers in
            if answers.count >= Self.longestList { answers = answers.filter { now < $0.value.expiry } }
            guard answers.count < Self.longestList else { return }
            answers[Question(name: name, port: port)] = Answer(
                addresses: addresses, expiry: now + Self.lifetime)
        }
    }
}
