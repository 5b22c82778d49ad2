public import Observer
public import WebSocketWire

/// Follows the HTTP/1.1 on one connection as a man in the middle sees it, to know when it becomes a WebSocket.
///
/// It changes nothing and refuses nothing: what it cannot follow is `opaque`, and may be relayed all the same.
/// What it says does not depend on how the bytes of a leg are cut. It keeps one head per leg and one word per
/// unanswered request, and nothing of a body.
///
/// ```
///                 request that asks for another protocol
///      .http  ──────────────────────────────────────────▶  .undecided
///        ▲  │                                              │   │    │
///        └──┼───────── any other final answer ─────────────┘   │    │ 101 to another protocol,
///           │                                     101 to a     │    │ 2xx to CONNECT
///           │ not HTTP, or not to be followed     WebSocket    ▼    │
///           └────────────▶ .opaque(reason) ◀──────  .upgraded  ─────┘
/// ```
///
/// **Undecided bytes.** A client may send on behind its request before the answer is there. Such bytes are handed
/// out as `.undecided`; forward them and keep a copy (stop reading the client when it is full: the answer does not
/// wait for more). The decision falls with a `.responseHead` from the server: when `state` was `.undecided` before
/// and is not after it, feed the copy in once more, *before* the server's next piece, which may answer what is in it:
/// to a `FrameScanner` if the state is `.upgraded` now, to `next(in:at:from: .client)` if it is `.http` (its ranges
/// are then places in the copy, whose bytes have been forwarded), to nobody if it is `.opaque`.
public struct HTTPConversation: Sendable {
    /// Where the conversation stands.
    public enum State: Hashable, Sendable {
        /// Requests and responses.
        case http
        /// The client has asked for another protocol, and waits.
        case undecided
        /// Frames, on both legs.
        case upgraded(WebSocketAgreement)
        /// Anything, on both legs.
        case opaque(OpaqueReason)
    }

    /// What a leg is in the middle of.
    private enum Place: Sendable {
        case head
        case body(HTTPBody)
        /// The client's only: behind a request that asks for another protocol.
        case undecided
    }

    private let limits: HandshakeLimits
    private let pipelineLimit: Int
    private var outcome: State?
    private var requests: HeadReader<RequestHead>
    private var responses: HeadReader<ResponseHead>
    private var clientPlace = Place.head
    private var serverPlace = Place.head
    /// The oldest first. One that leaves things undecided is the last.
    private var outstanding: [OutstandingRequest] = []

    /// The conversation of a fresh connection.
    ///
    /// - Parameters:
    ///   - limits: how long a head, a chunk's line or trailers may be.
    ///   - pipelineLimit: how many requests may wait for an answer.
    public init(limits: HandshakeLimits = HandshakeLimits(), pipelineLimit: Int = 64) {
        self.limits = limits
        self.pipelineLimit = pipelineLimit
        requests = HeadReader(limits: limits)
        responses = HeadReader(limits: limits)
    }

    /// Where the conversation stands.
    public var state: State {
        if let outcome { return outcome }
        if case .undecided = clientPlace { return .undecided }
        return .http
    }

    /// The next piece of what came from `leg`, or nil when all was taken.
    ///
    /// Every byte is in exactly one piece, and the pieces come in order.
    ///
    /// - Parameters:
    ///   - bytes: what came from the leg.
    ///   - position: where to go on in `bytes`; moved behind the piece.
    ///   - leg: whose bytes they are.
    public mutating func next(
        in bytes: Span<UInt8>, at position: inout Int, from leg: Leg
    ) -> HTTPPiece? {
        precondition(position >= 0 && position <= bytes.count, "position outside the bytes")
        guard position < bytes.count else { return nil }
        let start = position
        switch outcome {
        case .upgraded:
            position = bytes.count
            return .frames(start..<position)
        case .opaque:
            position = bytes.count
            return .opaque(start..<position)
        case .http, .undecided, nil:
            return leg == .client ? nextOfClient(bytes, &position) : nextOfServer(bytes, &position)
        }
    }

    /// Stops looking: all that comes from now on is opaque.
    public mutating func giveUp() {
        if outcome == nil { end(.givenUp) }
    }
}

extension HTTPConversation {
    /// How many requests have no final answer yet.
    public var outstandingRequests: Int { outstanding.count }

    /// Whether a head from that leg has begun and is not complete.
    public func isInsideHead(from leg: Leg) -> Bool {
        guard outcome == nil else { return false }
        return leg == .client ? requests.hasBegun : responses.hasBegun
    }

    /// Whether a response of the relay's own would be understood now: the client waits for one, or is still asking,
    /// and nothing of the server's is half way.
    public var canAnswerClient: Bool {
        guard outcome == nil, case .head = serverPlace, !responses.hasBegun else { return false }
        return !outstanding.isEmpty || requests.hasBegun
    }

    /// What it means when a leg's bytes end here.
    public func end(of leg: Leg) -> HTTPEnd {
        guard outcome == nil else { return .behindHTTP }
        switch leg == .client ? clientPlace : serverPlace {
        case .body(.untilEnd): return .endsBody
        case .body: return .insideBody
        case .undecided: return .undecided
        case .head:
            if isInsideHead(from: leg) {
                return .insideHead(leg == .client ? requests.truncation : responses.truncation)
            }
            return leg == .server && !outstanding.isEmpty ? .unanswered(outstanding.count) : .betweenMessages
        }
    }
}

// MARK: - The client's bytes

extension HTTPConversation {
    private mutating func nextOfClient(_ bytes: Span<UInt8>, _ position: inout Int) -> HTTPPiece {
        let start = position
        switch clientPlace {
        case .undecided:
            position = bytes.count
            return .undecided(start..<position)
        case .body(var body):
            do throws(HTTPBodyFailure) {
                clientPlace = try body.take(bytes, at: &position) ? placeBehindRequest : .body(body)
                return .body(start..<position)
            } catch {
                return leaveBody(.body(error.violation, from: .client), bytes, start, &position)
            }
        case .head:
            do throws(HandshakeViolation) {
                guard let head = try requests.take(bytes, at: &position) else {
                    return .partOfHead(start..<position)
                }
                receive(head)
                return .requestHead(head, start..<position)
            } catch {
                return becomeOpaque(.head(error), bytes, start, &position)
            }
        }
    }

    private mutating func receive(_ head: RequestHead) {
        // Another major version's messages may end elsewhere.
        guard head.version.major == 1 else {
            return end(.head(HandshakeViolation(.unsupportedHTTPVersion(head.version), from: .client)))
        }
        guard outstanding.count < pipelineLimit else { return end(.tooManyRequests(limit: pipelineLimit)) }
        outstanding.append(OutstandingRequest(head))
        do throws(HTTPBodyFailure) {
            clientPlace = try HTTPBody.of(head, limits).map { .body($0) } ?? placeBehindRequest
        } catch {
            end(.body(error.violation, from: .client))
        }
    }

    /// The request may have been answered before its body was complete; then nothing is open.
    private var placeBehindRequest: Place {
        outstanding.last?.leavesUndecided == true ? .undecided : .head
    }
}

// MARK: - The server's bytes

extension HTTPConversation {
    private mutating func nextOfServer(_ bytes: Span<UInt8>, _ position: inout Int) -> HTTPPiece {
        let start = position
        switch serverPlace {
        case .body(var body):
            do throws(HTTPBodyFailure) {
                serverPlace = try body.take(bytes, at: &position) ? .head : .body(body)
                return .body(start..<position)
            } catch {
                return leaveBody(.body(error.violation, from: .server), bytes, start, &position)
            }
        case .head, .undecided:
            do throws(HandshakeViolation) {
                guard let head = try responses.take(bytes, at: &position) else {
                    return .partOfHead(start..<position)
                }
                receive(head)
                return .responseHead(head, start..<position)
            } catch {
                return becomeOpaque(.head(error), bytes, start, &position)
            }
        }
    }

    private mutating func receive(_ head: ResponseHead) {
        guard head.version.major == 1 else {
            return end(.head(HandshakeViolation(.unsupportedHTTPVersion(head.version), from: .server)))
        }
        guard let request = outstanding.first else { return end(.unaskedResponse(status: head.status)) }
        if head.isInterim { return }
        if head.status == 101 { return switchProtocols(head, answering: request) }
        outstanding.removeFirst()
        if case .tunnel = request, (200..<300).contains(head.status) { return end(.tunnel) }
        if request.leavesUndecided, case .undecided = clientPlace { clientPlace = .head }
        do throws(HTTPBodyFailure) {
            let body = try HTTPBody.of(head, answeringHEAD: request.isHEAD, limits)
            serverPlace = body.map { .body($0) } ?? .head
        } catch {
            end(.body(error.violation, from: .server))
        }
    }

    /// A 101 without `Upgrade`, which no standard allows, is taken for the protocol that was asked for.
    private mutating func switchProtocols(_ head: ResponseHead, answering request: OutstandingRequest) {
        if let named = head.headers.combined("Upgrade"), !head.headers.contains("websocket", in: "Upgrade") {
            return end(.otherProtocol(named))
        }
        guard case .webSocket(let asked) = request else { return end(.unaskedUpgrade) }
        guard case .undecided = clientPlace else { return end(.upgradedTooEarly) }
        outcome = .upgraded(WebSocketAgreement(request: asked, response: head))
        forget()
    }
}

// MARK: - The end of HTTP

extension HTTPConversation {
    /// What was taken of the body was body, however it came; the byte that is wrong is the first that is not.
    private mutating func leaveBody(
        _ reason: OpaqueReason, _ bytes: Span<UInt8>, _ start: Int, _ position: inout Int
    ) -> HTTPPiece {
        guard position > start else { return becomeOpaque(reason, bytes, start, &position) }
        end(reason)
        return .body(start..<position)
    }

    private mutating func becomeOpaque(
        _ reason: OpaqueReason, _ bytes: Span<UInt8>, _ start: Int, _ position: inout Int
    ) -> HTTPPiece {
        end(reason)
        position = bytes.count
        return .opaque(start..<position)
    }

    private mutating func end(_ reason: OpaqueReason) {
        outcome = .opaque(reason)
        forget()
    }

    private mutating func forget() {
        outstanding = []
        requests = HeadReader(limits: limits)
        responses = HeadReader(limits: limits)
    }
}
