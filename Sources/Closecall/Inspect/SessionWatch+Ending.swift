internal import Observer
internal import Reactor
internal import Relay
internal import Trace
internal import WebSocketWire

// MARK: - How it comes to its end

extension SessionWatch {
    /// The endpoint at `leg` ended its half of the connection, or all of it.
    func ended(_ leg: Leg, _ how: StreamEnd, at packet: PacketPlace) {
        settleEnd()
        guard isProxied else { return end(leg, how, at: packet) }
        waitingEnd = (leg, how, packet)
    }

    /// What a proxy reads together with an end it writes when it has read that: those bytes were before it.
    func isBeforeEnd(_ leg: Leg, _ packet: PacketPlace) -> Bool {
        guard let waitingEnd else { return true }
        return waitingEnd.leg == leg.other && packet.time - waitingEnd.packet.time < Self.oneTurn
    }

    /// Takes an end that waited for bytes before it.
    func settleEnd() {
        guard let (leg, how, packet) = waitingEnd.take() else { return }
        end(leg, how, at: packet)
    }

    private func end(_ leg: Leg, _ how: StreamEnd, at packet: PacketPlace) {
        guard endedLegs.insert(leg).inserted || how == .reset else { return }
        arrive(packet)
        note(.ended(leg, LegEnd(how)))
        observer.ended(leg, LegEnd(how))
        // One connection has no proxy that would keep it from the other side.
        if !isProxied, !isAnsweredHere { observer.told(leg.other, LegEnd(how)) }
    }

    /// The proxy ended its half of the connection to `leg`, or all of it.
    func told(_ leg: Leg, _ how: StreamEnd, at packet: PacketPlace) {
        settleEnd()
        guard toldLegs.insert(leg).inserted || how == .reset else { return }
        leave(packet, isFlood: false)
        if !endedLegs.contains(leg.other), !isAnsweredHere, let lastFiring {
            // Of two resets at once the relay notes the client's first, which leaves behind what was sent before it.
            if leg == .server, how == .reset {
                cutOfServer = lastFiring.rule
            } else {
                note(.cut(leg, by: lastFiring.rule))
            }
        }
        observer.told(leg, LegEnd(how))
    }

    /// Notes the end that waited for another one of the same moment.
    func noteCutOfServer() {
        guard let rule = cutOfServer.take() else { return }
        note(.cut(.server, by: rule))
    }

    /// The connection to `leg` is over.
    func gone(_ leg: Leg) {
        settleEnd()
        guard goneLegs.insert(leg).inserted else { return }
        observer.gone(leg)
    }

    /// Nothing more comes.
    func finish(_ number: Int) -> InspectedSession {
        settleEnd()
        noteCutOfServer()
        for flow in [toServer, toClient] {
            flow.frames?.end(at: last)
            flow.delivered?.end(at: last)
        }
        observer.conclude(toServer: &toServer.follower, toClient: &toClient.follower)
        var ending = observer.ending(client: clientProfile, server: serverProfile, at: now)
        if let cause = recorded?.ownCause { (ending.cause, ending.by) = (cause, .proxy) }
        let isOver = goneLegs.count == Leg.allCases.count || isAnsweredHere && goneLegs.contains(.client)
        return InspectedSession(
            report: report(number, ending), first: place.first, last: last, streams: place.streams,
            isOpen: !isOver && recorded == nil, isWebSocket: record.upgradedAt != nil,
            extensions: extensions, pingsToServer: pingsToServer.tally, pingsToClient: pingsToClient.tally,
            firings: firings, recorded: recorded, gaps: gaps)
    }

    private func report(_ number: Int, _ ending: Ending) -> SessionReport {
        // A proxy that answers itself has found no server.
        let server = isAnsweredHere && !isProxied ? nil : place.server
        return SessionReport(
            number: number, client: SocketAddress(place.client), server: server.map(SocketAddress.init),
            record: record, toServer: Lane(bytes: toServer.bytes, stream: toServer.follower),
            toClient: Lane(bytes: toClient.bytes, stream: toClient.follower), age: now - record.start,
            waitingForClient: 0, waitingForServer: 0, ending: ending)
    }

    private var clientProfile: EndpointProfile {
        let recognised = observer.request.flatMap { EndpointProfile.recognised(in: $0) }
        return .named(context.options.clientProfile ?? recognised ?? .rfc6455)
    }

    private var serverProfile: EndpointProfile { .named(context.options.serverProfile) }

    private var gaps: [InspectedSession.Gap] {
        var gaps: [InspectedSession.Gap] = place.isComplete ? [] : [.beginning]
        gaps += missingHandshakes.map { .handshake($0) }
        for direction in Direction.allCases {
            let flow = flow(from: direction.source)
            guard flow.missed > 0 else { continue }
            gaps.append(.bytes(direction, count: flow.missed, losesFrames: flow.isLost))
        }
        return gaps
    }
}

extension RecordedEnding {
    /// What the proxy did of its own accord, which no packet shows.
    fileprivate var ownCause: Cause? {
        let causes: [Cause] = [.idleTimeout, .handshakeTimeout, .shutDown]
        let parts = line.split(separator: ";", maxSplits: 3)
        guard parts.count > 2 else { return nil }
        return causes.first { " \($0.identifier) by proxy" == parts[2] }
    }
}

// MARK: - The proxy's own answer

extension SessionWatch {
    /// Whether this answer is that of a proxy of ours, in the place of a server that gave none; then it is one.
    func isAnsweredHere(_ bytes: Span<UInt8>) -> Bool {
        if isAnsweredHere {
            observer.answeredHere(bytes)
            return true
        }
        guard let answer = OwnAnswer(bytes) else { return false }
        isAnsweredHere = true
        if let evidence = answer.evidence { note(evidence) }
        note(.answered(status: answer.status))
        observer.answeredHere(bytes)
        return true
    }
}

/// What a proxy of ours says in the server's place, and why.
private struct OwnAnswer {
    let status: Int
    /// What it says is wrong, in its own words.
    private let body: Substring

    init?(_ bytes: Span<UInt8>) {
        var copy: [UInt8] = []
        copy.append(contentsOf: bytes)
        let text = String(decoding: copy, as: UTF8.self)
        guard text.hasPrefix("HTTP/1.1 "), let status = Int(text.dropFirst(9).prefix(3)),
            let separator = Self.place(of: "\r\n\r\n", in: text.utf8)
        else { return nil }
        let head = String(text.utf8.prefix(separator)) ?? ""
        let body = Substring(text.utf8.dropFirst(separator + 4))
        guard Self.place(of: "Server: closecall\r\n", in: (head + "\r\n").utf8) != nil,
            body.hasPrefix("closecall: ")
        else { return nil }
        self.status = status
        self.body = body.dropFirst("closecall: ".count)
    }

    /// What it tells of; nil where that is only the answer.
    var evidence: Evidence? {
        let line = body.split(separator: "\n").first.map(String.init) ?? ""
        let reason = line.hasSuffix(".") ? String(line.dropLast()) : line
        switch status {
        case 502:
            // "cannot connect to the server NAME: REASON", and the name may hold colons, but no space.
            let place = Self.place(of: ": ", in: reason.utf8).map { $0 + 2 } ?? 0
            return .unreachable(String(reason.utf8.dropFirst(place)) ?? reason)
        case 504 where reason.hasPrefix("no connection"):
            return .unreachable(reason.replacingFirst("the server ", with: ""))
        case 504, 408: return .timedOut(.handshake)
        default: return nil
        }
    }

    fileprivate static func place(of needle: String, in hay: some Collection<UInt8>) -> Int? {
        let (needle, hay) = (Array(needle.utf8), Array(hay))
        guard hay.count >= needle.count else { return nil }
        return (0...(hay.count - needle.count)).first { hay[$0..<$0 + needle.count].elementsEqual(needle) }
    }
}

extension String {
    fileprivate func replacingFirst(_ words: String, with other: String) -> String {
        guard let place = OwnAnswer.place(of: words, in: utf8) else { return self }
        let (head, tail) = (utf8.prefix(place), utf8.dropFirst(place + words.utf8.count))
        return (String(head) ?? "") + other + (String(tail) ?? "")
    }
}

extension LegEnd {
    fileprivate init(_ end: StreamEnd) {
        switch end {
        case .finished: self = .finished
        case .reset: self = .reset
        }
    }
}

extension SocketAddress {
    /// The end of a connection in a trace.
    init(_ end: TCPEnd) {
        switch end.address {
        case .v4(let bits): self = .ipv4(bits, port: end.port)
        case .v6(let high, let low): self = .ipv6(UInt128(high) << 64 | UInt128(low), port: end.port)
        }
    }
}
