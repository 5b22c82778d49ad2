internal import Faults
public import WebSocketWire

/// A whole message, or a ping's or pong's payload.
public struct LiveMessage: Hashable, Sendable {
    /// Text or binary.
    public let opcode: Opcode
    /// What it says.
    public let bytes: [UInt8]

    /// A message.
    public init(_ opcode: Opcode, _ bytes: [UInt8]) {
        self.opcode = opcode
        self.bytes = bytes
    }
}

/// What RFC 6455 asks of who receives an input, and what it leaves to the receiver.
///
/// The one who knows is a strict `WebSocketEndpoint` that gets the same bytes. Beside it a lenient walk over the frames
/// finds what else a receiver may complain of: one that looks at a message only when it is whole, or parses all that
/// has come before it answers, sees another offence first.
public struct LiveExpectation: Hashable, Sendable {
    /// How the connection stands when all was received.
    public enum Standing: Hashable, Sendable {
        /// Nothing was wrong, and no Close came.
        case open
        /// A legal Close came. It must be answered.
        case closed(ClosePayload)
        /// The connection is to be failed.
        case failed(LiveOffence)
    }

    /// The messages before the connection's end: an echo server sends them back in this order.
    public var messages: [LiveMessage] = []
    /// The pings' payloads. Of several, only the last need be answered (§5.5.3).
    public var pings: [[UInt8]] = []
    /// How it stands.
    public var standing = Standing.open
    /// Whether the last frame is whole, so that another may follow.
    public var isBetweenFrames = true
    /// Whether the receiver must fail the connection by now: it may wait for a frame's end, and for a text's.
    public var isFailureDue = false
    /// The codes that the receiver may fail it with.
    public var failureCodes: Set<CloseCode> = []
    /// A legal Close behind an offence that not every receiver has noticed by then.
    public var overtakingClose: ClosePayload?
    /// Whether a legal Close stands behind an offence, whatever that is.
    public var hasCloseBehind = false
    /// Whether a message has begun and not ended.
    public var isInsideMessage = false

    /// What the endpoint `receiver` is to make of `bytes`.
    public init(of bytes: [UInt8], by receiver: EndpointRole) {
        askEndpoint(bytes, receiver)
        let walk = LiveWalk(bytes, from: receiver.peer)
        isBetweenFrames = walk.isBetweenFrames
        isInsideMessage = walk.isInsideMessage
        failureCodes = walk.codes
        guard case .failed(let offence) = standing else { return }
        failureCodes.insert(offence.code)
        hasCloseBehind = walk.hasClose
        if offence.isOfText, !walk.isOffenceWhole { overtakingClose = walk.close }
        isFailureDue = walk.isOffenceWhole || walk.hasWholeInvalidText && !walk.hasClose
    }

    /// What may be expected, the strictest first: where a length is longer than it needs to be, a receiver may read it
    /// all the same, for the rule is the sender's (§5.2).
    public static func all(of bytes: [UInt8], by receiver: EndpointRole) -> [LiveExpectation] {
        let strict = LiveExpectation(of: bytes, by: receiver)
        let minimal = LiveInput(wire: bytes).withMinimalLengths.bytes
        guard minimal != bytes else { return [strict] }
        return [strict, LiveExpectation(of: minimal, by: receiver)]
    }

    private mutating func askEndpoint(_ bytes: [UInt8], _ receiver: EndpointRole) {
        var endpoint = WebSocketEndpoint(
            role: receiver, limits: EndpointLimits(frames: .none), nextKey: { .zero })
        var bytes = bytes
        var span = bytes.mutableSpan
        var position = 0
        var output = EndpointOutput()
        while endpoint.receive(&span, at: &position, into: &output) {
            for event in output.events { note(event) }
            output = EndpointOutput()
        }
    }

    private mutating func note(_ event: EndpointEvent) {
        switch event {
        case .text(let text): messages.append(LiveMessage(.text, Array(text.utf8)))
        case .binary(let bytes): messages.append(LiveMessage(.binary, bytes))
        case .ping(let payload): pings.append(payload)
        case .pong: break
        case .closeReceived(let payload): standing = .closed(payload)
        case .failed(let violation): standing = .failed(LiveOffence(violation))
        }
    }
}

extension LiveOffence {
    var isOfText: Bool { name == "invalidText" }

    /// Whether it is a Close that offends, by what it says.
    var isOfClose: Bool { name.hasPrefix("close") || name == "invalidReason" }
}

extension LiveInput {
    /// The same with each length in the form that fits it, where it is right otherwise.
    var withMinimalLengths: LiveInput {
        var input = self
        for index in input.frames.indices {
            input.frames[index].header.lengthForm = .minimal(for: frames[index].header.payloadLength)
        }
        return input
    }
}
