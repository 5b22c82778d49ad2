internal import Observer
internal import WebSocketWire

/// What is needed only until the frames begin; a class, so that a session is small afterwards.
///
/// It has one owner, the session it was made in.
final class HTTPPhase {
    var conversation = HTTPConversation()
    /// The head of a request that is to be rewritten, as far as it came.
    var heldHead: [UInt8] = []
    /// The same of a response, where a scenario is at work.
    var heldResponse: [UInt8] = []
    /// Whether a request asked for another protocol, and has no final answer yet.
    var asksForUpgrade = false
    /// The first request, when its head is complete.
    var request: RequestHead?
    var hasRequest: Bool { request != nil }
    /// Legs that have begun a head whose beginning has left: nobody changes it any more.
    var tornHeads: LegSet = []
    /// Whether it was noted what the connection has become.
    var isTold = false
    /// What the client sent behind a request for a WebSocket, before the answer: only the answer says whether these
    /// are frames. They were sent on already, unless requests are rewritten.
    var undecided: [UInt8] = []
    /// How many of these bytes have left already, as the session was given rules only then.
    var undecidedSent = 0

    /// What the client is told in the server's place.
    var answer: LocalAnswer?
    /// The client's end, which waits for what is held back before it.
    var heldEnd: LegEnd?

    static let longestUndecided = 64 * 1024

    /// What the client sent before it knew, as far as it is still here.
    func takeUndecided() -> [UInt8] {
        defer { (undecided, undecidedSent) = ([], 0) }
        return Array(undecided.dropFirst(undecidedSent))
    }

    /// Keeps part of a head back.
    func hold(_ bytes: Span<UInt8>, _ range: Range<Int>, of leg: Leg) {
        switch leg {
        case .client: heldHead.append(contentsOf: bytes.extracting(range))
        case .server: heldResponse.append(contentsOf: bytes.extracting(range))
        }
    }
}
