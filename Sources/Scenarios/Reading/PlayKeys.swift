internal import Faults

enum PlayKeys {
    static let table = KeyTable<Play>(
        "\"play\"",
        [
            steps("client", "what the client does once it is open; five messages and a Close, if left out") {
                $1.client = $0
            },
            steps("server", "what the server does once it is open") { $1.server = $0 },
            Key("echo", \.echoes, "whether the server sends back what it gets"),
            Key(
                "path", .init("a path", examples: ["/chat"], shape: .text(pattern: "^/")),
                "what the client asks for"
            ) {
                entry, play, reading in
                guard let path = reading.value(String.self, entry.value) else { return }
                guard path.hasPrefix("/"), path.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
                    reading.problems.append(
                        ValueProblem(expected: "a path such as /chat, of printable ASCII", found: entry.value)
                    )
                    return
                }
                play.path = path
            },
            Key("headers", HeaderFields<FieldText>.self, "header fields of the client's request") {
                $1.headers = $0.fields.map { ($0.name, $0.content.text) }
            },
            Key(
                "subprotocols", OneOrMore<String>.self, "what the client asks for; the server takes the first"
            ) {
                $1.subprotocols = $0.values
            },
            Key("compress", \.compress, "whether both speak permessage-deflate"),
            Key("clients", .init("a whole number", shape: .integer(1...1000)), "so many clients at once") {
                entry, play, reading in
                guard let count = reading.value(Int.self, entry.value) else { return }
                if 1...1000 ~= count {
                    play.clients = count
                } else {
                    reading.problems.append(
                        ValueProblem(expected: "a whole number from 1 to 1000", found: entry.value))
                }
            },
            Key(
                "reconnect", .reference("reconnect", "a map"),
                "how a client comes back when its connection has ended"
            ) {
                entry, play, reading in
                var reconnect = Play.Reconnect(attempts: 1, wait: .zero, factor: 1)
                reconnectTable.read(entry.value, into: &reconnect, &reading)
                play.reconnect = reconnect
            },
            Key("timeout", \.timeout, "when the run is over, whatever goes on"),
        ])

    static let reconnectTable = KeyTable<Play.Reconnect>(
        "\"reconnect\"",
        [
            Key("attempts", \.attempts, "at most so many times"),
            Key("wait", \.wait, "its first wait"),
            Key("factor", \.factor, "each wait is so many times the one before"),
        ])

    private static func steps(
        _ name: String, _ summary: String, store: @escaping @Sendable ([PlayStep], inout Play) -> Void
    ) -> Key<Play> {
        Key(name, .list(.reference("step", "a step")), summary) { entry, play, reading in
            let values = reading.list(entry.value, of: "steps")
            store(values.compactMap { PlaySteps.step($0, &reading) }, &play)
        }
    }
}

/// The text of a header field: no line may end in it.
struct FieldText: Hashable, ParameterValue {
    var text: String

    static let form = ValueForm("a header field's text", shape: .text(pattern: nil))

    init(_ value: Value) throws(ValueProblem) {
        text = try String(value)
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
            throw ValueProblem(expected: "a header field's text without control characters", found: value)
        }
    }

    var written: String? { text }
}
