import WebSocketWire

/// Two endpoints that talk over a wire of memory: random messages, random splits, closes and ends at random
/// moments, all from one seed.
struct Conversation: ~Copyable {
    /// What is wrong with what happened; nil when all is well.
    private(set) var complaint: String?
    private(set) var messages = 0
    private(set) var wireBytes = 0

    private var random: SeededGenerator
    private var client: Side
    private var server: Side

    /// The canary: the client's byte of this number is lost on the way.
    private var losesByte: Int?

    init(seed: UInt64, losesByte: Int? = nil) {
        self.losesByte = losesByte
        var random = SeededGenerator(seed: seed)
        let deflate = Bool.random(using: &random) ? Self.parameters(using: &random) : nil
        self.random = random
        client = Side(.client, deflate)
        server = Side(.server, deflate)
    }

    private static func parameters(using random: inout SeededGenerator) -> DeflateParameters {
        let sizes = WindowBits.allCases
        return DeflateParameters(
            serverNoContextTakeover: .random(using: &random),
            clientNoContextTakeover: .random(using: &random),
            serverMaxWindowBits: sizes[Int.random(in: 0..<sizes.count, using: &random)],
            clientMaxWindowBits: sizes[Int.random(in: 0..<sizes.count, using: &random)])
    }

    /// Plays to the end.
    mutating func play() {
        var turns = 0
        while complaint == nil, !(client.hasEnded && server.hasEnded) {
            turns += 1
            if turns > 10_000 { complaint = "no end after \(turns) turns" }
            // After a while both come to an end, whatever the dice say.
            let isOld = turns > 150
            act(isOld)
            loseByte()
            Self.carry(from: &client, to: &server, using: &random)
            Self.carry(from: &server, to: &client, using: &random)
            client.passTime(using: &random)
            server.passTime(using: &random)
        }
        judge()
    }

    private mutating func act(_ isOld: Bool) {
        let dice = Int.random(in: 0..<100, using: &random)
        let isClient = Bool.random(using: &random)
        let message = Self.message(using: &random)
        switch dice {
        case 0..<60:
            if isClient { client.send(message) } else { server.send(message) }
        case 60..<70:
            if isClient { client.ping() } else { server.ping() }
        case 70..<72:
            if isClient { client.close(using: &random) } else { server.close(using: &random) }
        case 72 where Int.random(in: 0..<8, using: &random) == 0:
            cut()
        default:
            if isOld { client.close(using: &random) }
        }
    }

    private mutating func loseByte() {
        guard let number = losesByte, number < client.written.count else { return }
        client.written.remove(at: number)
        losesByte = nil
    }

    /// The wire breaks: what is on it is lost, both ends hear of it.
    private mutating func cut() {
        client.wireBroke()
        server.wireBroke()
    }

    private static func message(using random: inout SeededGenerator) -> EndpointEvent {
        let sizes = [0, 1, 2, 20, 125, 126, 127, 700, 5000]
        let size = sizes[Int.random(in: 0..<sizes.count, using: &random)]
        if Bool.random(using: &random) { return .binary(random.bytes(size)) }
        let letters = Array("aé漢😀 \n")
        return .text(
            String((0..<(size / 2)).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] }))
    }

    /// Moves some of what one side wrote, in pieces of any size, to the other.
    private static func carry(from: inout Side, to: inout Side, using random: inout SeededGenerator) {
        while !from.written.isEmpty, Int.random(in: 0..<4, using: &random) > 0 {
            let largest = Bool.random(using: &random) ? 9 : from.written.count
            let count = Int.random(in: 1...max(1, min(largest, from.written.count)), using: &random)
            let part = Array(from.written.prefix(count))
            from.written.removeFirst(count)
            to.receive(part)
        }
        if from.written.isEmpty, from.hasFinished, !from.endWasHeard {
            from.endWasHeard = true
            to.peerFinished()
        }
    }

    private mutating func judge() {
        messages = client.received.count + server.received.count
        wireBytes = client.wireBytes + server.wireBytes
        complaint =
            complaint ?? client.complaint ?? server.complaint
            ?? Self.lost(client.sent, server.received, "client's")
            ?? Self.lost(server.sent, client.received, "server's")
    }

    /// What came must be the beginning of what was sent.
    private static func lost(_ sent: [EndpointEvent], _ received: [EndpointEvent], _ whose: String) -> String?
    {
        guard !sent.starts(with: received) else { return nil }
        let index = zip(sent, received).prefix { $0 == $1 }.count
        return "the \(whose) message \(index) came as another one"
    }
}
