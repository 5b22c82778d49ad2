internal import Faults
internal import Observer
internal import Relay
internal import Scenarios
internal import WebSocketWire

/// A measured case, played again through a session: the raw server by its script, the client as it was recorded.
struct MeasuredPlay: ~Copyable {
    /// How far the client does what it did when it was measured.
    enum Behaviour {
        /// It sends the Close that was recorded, and ends its connection then and as it was recorded.
        case recorded
        /// It sends nothing and never ends: the verdict can follow only from what was delivered to it.
        case silent
    }

    /// What may be different on the way, and must not change what is said of it.
    enum Way: CaseIterable {
        case plain
        /// What was sent in two calls without a pause comes in one read.
        case inOneRead
        /// A scenario is at work, though none of its rules ever fires: then each side is watched by itself.
        case underIdleRules
    }

    private let request: RequestHead
    private let script: WireScript
    private let measured: MeasuredCase
    private let report: MeasuredCase.Report
    private let profile: EndpointProfile
    private let behaviour: Behaviour

    private var session: RelaySession
    private var actions: [Action] = []
    /// In microseconds since the request.
    private var now = 0
    /// What the client is going to do, and when.
    private var closesAt: Int?
    private var endsAt: Int?
    private var hasClosed = false
    private var hasEnded = false
    private var isServerOver = false

    /// Plays it, and says what the session thinks that the client reports.
    static func verdict(
        of measured: MeasuredCase, _ report: MeasuredCase.Report, _ name: EndpointProfile.Name,
        _ behaviour: Behaviour, _ way: Way = .plain
    ) throws -> Verdict? {
        var play = try MeasuredPlay(measured, report, name, behaviour, way)
        play.run()
        return play.session.ending(client: play.profile, server: .rfc6455, at: play.moment)?.client
    }

    private init(
        _ measured: MeasuredCase, _ report: MeasuredCase.Report, _ name: EndpointProfile.Name,
        _ behaviour: Behaviour, _ way: Way
    ) throws {
        (self.measured, self.report, self.behaviour) = (measured, report, behaviour)
        var script = try WireScript(measured.wire)
        if way == .inOneRead { script.join() }
        self.script = script
        profile = .named(name)
        var request = Heads.of(name)
        if !script.protocols.isEmpty {
            request.headers.append("Sec-WebSocket-Protocol", script.protocols.joined(separator: ", "))
        }
        self.request = request
        var options = RelayOptions()
        options.handshakeTimeout = nil
        if way == .underIdleRules { options.rules = Self.idleRules }
        session = RelaySession(options, at: Moment(microseconds: 1_000_000))
    }
}

extension MeasuredPlay {
    private static var idleRules: RuleSet {
        var scenario = Scenario()
        var when = When()
        when.subject = .units(messages: [], frames: .all)
        when.occasion = .range(1_000_000...1_000_000)
        scenario.rules = [Rule(name: "idle", identity: "idle", when: when, faults: [Drop()])]
        return RuleSet(scenario) { _ in 1 }
    }
}

// MARK: - The script

extension MeasuredPlay {
    private mutating func run() {
        session.received(request.bytes.span, from: .client, at: moment, into: &actions)
        perform()
        if behaviour == .recorded, let ms = report.ms {
            // Firefox ends a connection that was closed cleanly a second later.
            let isPatient = profile.name == .firefox && report.wasClean == true
            endsAt = report.tcpEnd == nil ? nil : (ms + (isPatient ? 1000 : 0)) * 1000
        }
        var rest = shakeHands()[...]
        while let step = rest.popFirst() { take(step) }
        if report.code == nil {
            if report.tcpEnd != nil, behaviour == .recorded { end() }
        } else {
            if !isServerOver { endServer(.finished) }
            advance(by: 2_000)
            if !hasEnded, behaviour == .recorded { end() }
        }
    }

    /// Answers the request, and says which steps are left.
    private mutating func shakeHands() -> [WireScript.Step] {
        advance(by: 200)
        switch script.handshake {
        case .response(let response):
            advance(by: response.delay * 1000)
            var steps = script.steps
            var bytes = response.bytes(isDeflateOffered: true)
            if response.isGlued, case .send(let more) = steps[0] {
                bytes += more
                steps.removeFirst()
            }
            send(bytes)
            if let closing = measured.closing, !closing.isEmpty || report.sentClose != nil {
                closesAt = now + 300
            }
            return steps
        case .bytes(let bytes): send(bytes)
        case .refused:
            session.unreachable("connection refused", into: &actions)
            perform()
            isServerOver = true
        case .unread, .none: break
        }
        return script.steps
    }

    private mutating func take(_ step: WireScript.Step) {
        switch step {
        case .send(let bytes):
            send(bytes)
            advance(by: 100)
        case .sleep(let milliseconds): advance(by: milliseconds * 1000)
        case .finish: endServer(.finished)
        case .reset: endServer(.reset)
        case .awaitClose(let milliseconds): wait(milliseconds, forEnd: false)
        case .echoClose:
            guard hasClosed, let payload = closePayload else { return }
            send([0x88, UInt8(payload.count)] + payload)
            advance(by: 100)
        case .readUntilEnd(let milliseconds): wait(milliseconds, forEnd: true)
        }
    }

    private mutating func wait(_ milliseconds: Int, forEnd: Bool) {
        let end = now + milliseconds * 1000
        while now < end, !hasEnded, forEnd || !hasClosed {
            let next = [closesAt, endsAt].compactMap { $0 }.min() ?? end
            advance(by: min(max(next, now), end) - now)
            if next >= end { break }
        }
        advance(by: 100)
    }

    private mutating func send(_ bytes: [UInt8]) {
        guard !isServerOver else { return }
        session.received(bytes.span, from: .server, at: moment, into: &actions)
        perform()
        let isClose = bytes.count > 1 && bytes[0] & 0xF == 8
        if closesAt == nil || !isClose, !hasClosed, measured.closing == nil, bytes[0] != UInt8(ascii: "H") {
            closesAt = now + 2_000
        }
    }

    private mutating func endServer(_ how: LegEnd) {
        guard !isServerOver else { return }
        isServerOver = true
        session.ended(.server, how, at: moment, into: &actions)
        if how == .reset { session.gone(.server, into: &actions) }
        perform()
        advance(by: 100)
    }
}

// MARK: - The client and the clock

extension MeasuredPlay {
    private var moment: Moment { Moment(microseconds: UInt64(1_000_000 + now)) }

    private var closePayload: [UInt8]? {
        guard let close = report.sentClose else { return nil }
        return ClosePayload.bytes(code: close.code, reasonBytes: Array((close.reason ?? "").utf8))
    }

    /// Lets time pass, in which the client does what is due.
    private mutating func advance(by microseconds: Int) {
        let end = now + microseconds
        while let due = [closesAt, endsAt].compactMap({ $0 }).min(), due <= end {
            now = max(now, due)
            if closesAt == due { close() } else { self.end() }
        }
        now = end
    }

    private mutating func close() {
        closesAt = nil
        guard behaviour == .recorded, !hasEnded, !hasClosed, let payload = closePayload else { return }
        hasClosed = true
        let key = MaskingKey(0x37, 0xFA, 0x21, 0x3D)
        var masked = payload
        var span = masked.mutableSpan
        key.apply(to: &span)
        let header: [UInt8] = [0x88, 0x80 | UInt8(payload.count), 0x37, 0xFA, 0x21, 0x3D]
        session.received((header + masked).span, from: .client, at: moment, into: &actions)
        perform()
        if let endsAt { self.endsAt = max(endsAt, now + 2_000) }
    }

    private mutating func end() {
        endsAt = nil
        guard !hasEnded else { return }
        hasEnded = true
        session.ended(.client, report.tcpEnd == "RST" ? .reset : .finished, at: moment, into: &actions)
        perform()
    }

    /// What the session does is what the other side is told; only the end of its connection makes the client act.
    private mutating func perform() {
        let done = actions
        actions = []
        for case .end(.client, let how) in done {
            if how == .reset || how == .abort {
                session.gone(.client, into: &actions)
                hasEnded = true
            } else if report.tcpEnd != nil, behaviour == .recorded, !hasEnded {
                endsAt = min(endsAt ?? .max, max(now, closesAt ?? 0) + 1_000)
            }
        }
    }
}

extension WireScript.Response {
    /// As it goes over the wire.
    fileprivate func bytes(isDeflateOffered: Bool) -> [UInt8] {
        let right = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
        var lines = [status]
        if let upgrade { lines.append("Upgrade: \(upgrade)") }
        if let connection { lines.append("Connection: \(connection)") }
        if hasAccept { lines.append("Sec-WebSocket-Accept: \(accept ?? right)") }
        if deflates, isDeflateOffered { lines.append("Sec-WebSocket-Extensions: permessage-deflate") }
        let text =
            prefix + lines.joined(separator: "\r\n") + "\r\n"
            + extra.replacing("%ACCEPT%", with: right) + "\r\n"
        let bytes = Array(text.utf8).dropLast(cut)
        return hasBareLF ? bytes.filter { $0 != UInt8(ascii: "\r") } : Array(bytes)
    }
}
