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
    /// Whether a request's head was complete.
    var hasRequest = false
    /// Whether it was noted what the connection has become.
    var isTold = false
    /// What the client sent behind a request for a WebSocket, before the answer: only the answer says whether these
    /// are frames. They were sent on already, unless requests are rewritten.
    var undecided: [UInt8] = []

    /// What the client is told in the server's place.
    var answer: LocalAnswer?
    /// The client's end, which waits for what is held back before it.
    var heldEnd: LegEnd?

    static let longestUndecided = 64 * 1024

    /// Keeps part of a head back.
    func hold(_ bytes: Span<UInt8>, _ range: Range<Int>, of leg: Leg) {
        switch leg {
        case .client: heldHead.append(contentsOf: bytes.extracting(range))
        case .server: heldResponse.append(contentsOf: bytes.extracting(range))
        }
    }
}
