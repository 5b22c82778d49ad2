internal import Trace

/// A conversation of random bytes in random segments, and what befell its packets on their way into the capture.
struct RandomConversation {
    /// What each side sent; nil for bytes that no packet of the capture holds.
    private(set) var client: [UInt8?] = []
    private(set) var server: [UInt8?] = []
    private(set) var packets: [Packet] = []

    private struct Sender {
        let origin: UInt32
        var text: [UInt8?]
        var sent = 0

        init(using random: inout SeededBits) {
            let number = UInt32(truncatingIfNeeded: random.next())
            // Half of them begin so that their numbers wrap.
            origin = random.next() % 2 == 0 ? number : 0 &- number % 1500
            text = (0..<random.next() % 1500).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }

        var isDone: Bool { sent == text.count }
        var next: UInt32 { origin &+ 1 &+ UInt32(sent) }
    }

    /// What may happen; packets change places with others at most `disorder` packets away.
    struct Perils {
        var loses = false
        var disorder = 0
    }

    init(_ perils: Perils, using random: inout SeededBits) {
        var near = Sender(using: &random)
        var far = Sender(using: &random)
        packets = [
            Packet(flags: .syn, sequence: near.origin, acknowledgement: 0, fromClient: true),
            Packet(flags: [.syn, .ack], sequence: far.origin, acknowledgement: near.next, fromClient: false),
            Packet(flags: .ack, sequence: near.next, acknowledgement: far.next, fromClient: true),
        ]
        while !near.isDone || !far.isDone {
            if random.next() % 2 == 0 {
                segment(&near, acknowledging: far, fromClient: true, perils, &random)
            } else {
                segment(&far, acknowledging: near, fromClient: false, perils, &random)
            }
        }
        (client, server) = (near.text, far.text)
        disorder(perils.disorder, &random)
        packets += [
            Packet(flags: [.fin, .ack], sequence: near.next, acknowledgement: far.next, fromClient: true),
            Packet(
                flags: [.fin, .ack], sequence: far.next, acknowledgement: near.next &+ 1, fromClient: false),
            Packet(flags: .ack, sequence: near.next &+ 1, acknowledgement: far.next &+ 1, fromClient: true),
        ]
    }

    /// One more segment, which is lost or comes again, whole or with others' bytes; and now and then its receipt.
    private mutating func segment(
        _ sender: inout Sender, acknowledging other: Sender, fromClient: Bool,
        _ perils: Perils, _ random: inout SeededBits
    ) {
        let count = min(1 + Int(random.next() % 60), sender.text.count - sender.sent)
        guard count > 0 else { return }
        let range = sender.sent..<sender.sent + count
        func packet(_ range: Range<Int>) -> Packet {
            Packet(
                flags: [.psh, .ack], sequence: sender.origin &+ 1 &+ UInt32(range.lowerBound),
                acknowledgement: other.next, payload: sender.text[range].compactMap(\.self),
                fromClient: fromClient)
        }
        if perils.loses, random.next() % 8 == 0 {
            for index in range { sender.text[index] = nil }
        } else {
            packets.append(packet(range))
            switch random.next() % 8 {
            case 0: packets.append(packet(range))
            case 1:
                let lower = max(0, range.lowerBound - Int(random.next() % 50))
                if !sender.text[lower..<range.upperBound].contains(nil) {
                    packets.append(packet(lower..<range.upperBound))
                }
            default: break
            }
        }
        sender.sent += count
        guard random.next() % 3 == 0 else { return }
        packets.append(
            Packet(
                flags: .ack, sequence: other.next, acknowledgement: sender.next, fromClient: !fromClient))
    }

    /// Packets of a window of so many come in any order; the handshake stays in front.
    private mutating func disorder(_ window: Int, _ random: inout SeededBits) {
        guard window > 1 else { return }
        for start in stride(from: 3, to: packets.count, by: window) {
            packets[start..<min(start + window, packets.count)].shuffle(using: &random)
        }
    }
}
