internal import Observer
internal import Relay
internal import Trace
internal import WebSocketWire

// MARK: - What is sent

extension SessionWatch {
    /// Bytes that `leg` sent.
    func sent(_ bytes: Span<UInt8>, by leg: Leg, at packet: PacketPlace) {
        let flow = flow(from: leg)
        if isProxied { settleEnd() }
        if isProxied, goneLegs.contains(leg.other) { return lose(bytes, flow, from: leg, at: packet) }
        if case .framed = phase {
            touch(packet)
            flow.bytes &+= UInt64(bytes.count)
            return frames(bytes, from: leg, at: packet)
        }
        arrive(packet)
        if leg == .server, place.journalled != nil, flow.bytes == 0, isAnsweredHere(bytes) { return }
        flow.bytes &+= UInt64(bytes.count)
        let answered = leg == .server ? observer.answered(bytes) : 0
        converse(bytes, from: leg, at: packet)
        // Nobody else follows frames behind an answer that only some clients take.
        if case .opaque = phase, !isProxied {
            observer.delivered(bytes.extracting(answered...), to: leg.other)
        }
    }

    /// The proxy has nobody to hand them to, and judges nothing by them.
    private func lose(
        _ bytes: Span<UInt8>, _ flow: SessionFlow, from leg: Leg, at packet: PacketPlace
    ) {
        touch(packet)
        flow.bytes &+= UInt64(bytes.count)
        record.note(.lost(leg.onward, bytes: UInt64(bytes.count)), at: now)
        flow.frames?.take(bytes, at: packet) { opcode, payload in
            ping(opcode, payload, to: leg.onward, at: packet.time)
        }
    }

    /// Bytes of frames.
    func frames(_ bytes: Span<UInt8>, from leg: Leg, at packet: PacketPlace) {
        let flow = flow(from: leg)
        guard !flow.isLost else { return }
        flow.isFlood = flow.follower.skims(bytes, at: now)
        // No ping is among them, and the next frame begins where the next bytes do.
        if flow.isFlood, !flow.isGathered, flow.follower.hasSkimmedPlainly { return }
        flow.frames?.take(bytes, at: packet) { opcode, payload in
            ping(opcode, payload, to: leg.onward, at: packet.time)
        }
        if flow.isFlood { return }
        if case .framed = phase { arrive(packet) }
        flow.follower.follow(bytes, observer.frames(from: leg), at: now) { piece, payload in
            record.note(.closeFrame(leg.onward, payload: payload, offset: piece.frameOffset), at: now)
        }
    }

    private func ping(_ opcode: Opcode, _ payload: [UInt8], to direction: Direction, at time: PacketTime) {
        switch (opcode, direction) {
        case (.ping, .toServer): pingsToServer.ping(payload, at: time)
        case (.ping, .toClient): pingsToClient.ping(payload, at: time)
        case (_, .toServer): pingsToClient.pong(payload, at: time)
        case (_, .toClient): pingsToServer.pong(payload, at: time)
        }
    }

    /// Frames begin in a direction.
    func begin(_ direction: Direction, _ deflate: DeflateParameters?) {
        let flow = flow(from: direction.source)
        let sight = isProxied ? SessionObserver.Sight.sent : .both
        let collector = collector(direction, sight, deflate)
        flow.isGathered = collector != nil
        flow.frames = FrameStream(collector)
    }

    func collector(
        _ direction: Direction, _ sight: SessionObserver.Sight, _ deflate: DeflateParameters?
    ) -> FrameCollector? {
        guard let number, !depth.isDisjoint(with: [.frames, .messages]) else { return nil }
        let parameters = deflate.map { direction == .toServer ? $0.toServer : $0.toClient }
        let context = context
        return FrameCollector(
            direction, sight, deflate: parameters, limit: context.options.payloadLimit, context.budget,
            depth,
            onFrame: { context.listener?.frame($0, of: number) },
            onMessage: { context.listener?.message($0, of: number) })
    }

    /// So many bytes that `leg` sent are not in the trace.
    func missed(_ count: Int, by leg: Leg, at packet: PacketPlace) {
        let flow = flow(from: leg)
        flow.bytes &+= UInt64(count)
        flow.missed &+= UInt64(count)
        settleEnd()
        arrive(packet)
        switch phase {
        case .http(let handshake):
            missingHandshakes.append(leg.onward)
            handshake.conversation.giveUp()
            note(.opaque("bytes of the handshake are not in the trace"))
            phase = .opaque
        case .framed:
            guard !flow.isLost else { return }
            flow.frames?.miss(UInt64(count), at: packet)
            flow.isLost = !flow.follower.miss(UInt64(count), observer.frames(from: leg))
        case .opaque: break
        }
    }
}

// MARK: - What is got

extension SessionWatch {
    /// Bytes that the proxy sent to `leg`.
    func got(_ bytes: Span<UInt8>, by leg: Leg, at packet: PacketPlace) {
        let flow = flow(from: leg.other)
        if !isBeforeEnd(leg, packet) { settleEnd() }
        leave(packet, isFlood: flow.isFlood)
        if leg == .client, flow.bytes == 0, isAnsweredHere(bytes) { return }
        observer.delivered(bytes, to: leg)
        if !depth.isDisjoint(with: [.handshakes, .frames, .messages]) {
            show(bytes, to: leg, flow, at: packet)
        }
    }

    /// So many bytes that the proxy sent to `leg` are not in the trace.
    func missedDelivery(_ count: Int, to leg: Leg, at packet: PacketPlace) {
        let flow = flow(from: leg.other)
        flow.missed &+= UInt64(count)
        leave(packet, isFlood: false)
        observer.missed(UInt64(count), to: leg)
        if let delivered = flow.delivered { delivered.miss(UInt64(count), at: packet) }
    }

    /// Shows what was delivered to who wants it.
    private func show(_ bytes: Span<UInt8>, to leg: Leg, _ flow: SessionFlow, at packet: PacketPlace) {
        if let delivered = flow.delivered { return delivered.take(bytes, at: packet) { _, _ in } }
        if leg == .server, record.upgradedAt != nil { return showFrames(bytes, to: leg, flow, at: packet) }
        var heads = flow.deliveredHeads ?? DeliveredHeads(to: leg)
        var rest = bytes
        while !heads.isDone, !rest.isEmpty {
            let (head, raw, count) = heads.take(rest)
            if let head { tell(head, raw, .got, at: packet) }
            rest = rest.extracting(count...)
        }
        flow.deliveredHeads = heads
        if heads.isUpgraded, !rest.isEmpty { showFrames(rest, to: leg, flow, at: packet) }
    }

    private func showFrames(_ bytes: Span<UInt8>, to leg: Leg, _ flow: SessionFlow, at packet: PacketPlace) {
        let direction = leg.other.onward
        let deflate = observer.experience(of: leg, at: now).answer.deflate
        let delivered = FrameStream(collector(direction, .got, deflate))
        flow.delivered = delivered
        delivered.take(bytes, at: packet) { _, _ in }
    }
}
