internal import Observer
internal import WebSocketWire

/// A session that a test tells an observer of, step by step.
final class Watched {
    let observer: SessionObserver
    private var time: UInt64 = 0
    private var toServer = FrameFollower()
    private var toClient = FrameFollower()

    init(isMeddledWith: Bool = false) {
        observer = SessionObserver(at: Moment(microseconds: 0), isMeddledWith: isMeddledWith)
    }

    private var now: Moment { Moment(microseconds: time) }

    /// So many milliseconds pass, and then something happens.
    @discardableResult
    func after(_ milliseconds: Int = 10) -> Watched {
        time += UInt64(milliseconds) * 1000
        observer.step(at: now)
        return self
    }

    func ask(_ extra: HTTPHeaders = [:]) {
        var headers: HTTPHeaders = [
            "Upgrade": "websocket", "Connection": "Upgrade",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        ]
        headers.append(contentsOf: extra)
        after().observer.asked(RequestHead(target: "/chat", headers: headers))
    }

    static let yes = Array(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n").utf8)

    /// The server answers, and the client gets that, or something else.
    func answer(_ bytes: [UInt8] = yes, delivered: [UInt8]? = nil) {
        after().observer.answered(bytes.span)
        if observer.isMeddledWith {
            let delivered = delivered ?? bytes
            observer.delivered(delivered.span, to: .client)
        }
        observer.upgraded(nil)
    }

    func open() {
        ask()
        answer()
    }

    /// `leg` sends frames, and the other one gets them, or something else.
    func send(_ bytes: [UInt8], from leg: Leg, delivered: [UInt8]? = nil) {
        let watch = observer.frames(from: leg)
        switch leg {
        case .client where !toServer.skims(bytes.span, at: now):
            toServer.follow(bytes.span, watch, at: now) { _, _ in }
        case .server where !toClient.skims(bytes.span, at: now):
            toClient.follow(bytes.span, watch, at: now) { _, _ in }
        default: break
        }
        guard observer.isMeddledWith else { return }
        let delivered = delivered ?? bytes
        observer.delivered(delivered.span, to: leg.other)
    }

    func close(_ payload: [UInt8], from leg: Leg) {
        let mask: [UInt8] = leg == .client ? [0, 0, 0, 0] : []
        send([0x88, UInt8(payload.count) | (leg == .client ? 0x80 : 0)] + mask + payload, from: leg)
    }

    /// `leg` ends its connection, and the other one is told so, unless that is kept from it.
    func end(_ leg: Leg, _ how: LegEnd = .finished, isToldOn: Bool = true) {
        observer.ended(leg, how)
        if isToldOn { observer.told(leg.other, how) }
    }

    func fire(_ rule: String) {
        observer.note(
            .fired(
                RuleFiring(
                    index: 0, rule: rule, identity: rule, faults: ["x"], direction: .toClient,
                    occasion: .frame(1), dice: 0)))
    }

    func ending(_ client: EndpointProfile = .chromium) -> Ending {
        observer.conclude(toServer: &toServer, toClient: &toClient)
        return observer.ending(client: client, server: .rfc6455, at: now)
    }
}

extension Ending {
    /// `invalid-utf8 by server`
    var words: String {
        if case .fault(let rule) = by { return "\(cause.identifier) by \(rule)" }
        return "\(cause.identifier) by \(by.identifier)"
    }
}
