internal import Observer
internal import Trace
internal import WebSocketWire

/// Finds the handshake in what one side of a proxied session got, where it may differ from what the other one sent.
struct DeliveredHeads {
    /// Whose bytes they are.
    private let leg: Leg
    private var request = RequestParser()
    private var response = ResponseParser()
    private var raw: [UInt8] = []
    /// Whether nothing of a handshake can come any more.
    private(set) var isDone = false
    /// Whether what follows are frames: what the client got says so itself.
    private(set) var isUpgraded = false

    /// - Parameter leg: who got it.
    init(to leg: Leg) { self.leg = leg }

    /// Takes the head that ends in these bytes, if one does; says how many bytes were taken.
    mutating func take(_ bytes: Span<UInt8>) -> (head: InspectedHead.Head?, raw: [UInt8], count: Int) {
        do throws(HandshakeViolation) {
            if leg == .server {
                if case .complete(let head, let count) = try request.receive(bytes) {
                    isDone = true
                    return end(.request(head), bytes, count)
                }
            } else if case .complete(let head, let count) = try response.receive(bytes) {
                (isDone, isUpgraded) = (!head.isInterim, head.status == 101)
                response = ResponseParser()
                return end(.response(head), bytes, count)
            }
        } catch {
            isDone = true
        }
        raw.append(contentsOf: bytes)
        return (nil, [], bytes.count)
    }

    private mutating func end(
        _ head: InspectedHead.Head, _ bytes: Span<UInt8>, _ count: Int
    ) -> (head: InspectedHead.Head?, raw: [UInt8], count: Int) {
        raw.append(contentsOf: bytes.extracting(first: count))
        defer { raw = [] }
        return (head, raw, count)
    }
}
