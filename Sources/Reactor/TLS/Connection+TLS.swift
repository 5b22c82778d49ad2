extension Connection {
    /// Speaks TLS from now on; call it before `start`, or when the peer is known to wait for it. Everything else
    /// stays as it is: the handler gets and writes plain bytes, and what is written before the handshake is done
    /// waits for it.
    public func secure(with context: TLSContext, serverName: String? = nil) throws(TLSError) {
        loop.assertOnLoop()
        guard isOpen, tls == nil else { return }
        let ownName = context.role == .client ? "" : Self.certificateName(of: try? localAddress())
        tls = TLSLayer(
            try TLSChannel.make(context, serverName: serverName, ownName: ownName, desk: loop.tlsDesk))
        if case .reading = input { wakeTLS() }
    }

    /// Whether it speaks TLS, or will.
    public var isSecure: Bool { tls != nil }

    /// What the handshake came to; nil before it is done, and without TLS.
    public var secureInfo: SecureInfo? {
        loop.assertOnLoop()
        return tls?.channel.info
    }

    /// Whom a client means that connects to an address and names nobody.
    private static func certificateName(of address: SocketAddress?) -> String {
        address?.host ?? "localhost"
    }
}

/// What a connection has when it speaks TLS.
final class TLSLayer {
    var channel: TLSChannel
    /// Plain bytes that are not encrypted yet: written before the handshake was done, or under a cork, so that many
    /// small pieces become one record.
    var waiting = OutputQueue()
    /// Why the last read ended. A handler that had paused meanwhile has not heard of it yet.
    var pause = TLSChannel.Pause.wantsInput
    /// The close_notify was sent, or shall not be.
    var isNoticeDone = false

    /// Whether nothing but a FIN is left to send.
    var isAllEncrypted: Bool { waiting.isEmpty && isNoticeDone }

    init(_ channel: consuming TLSChannel) {
        self.channel = channel
    }
}

// MARK: Input

extension Connection {
    /// Sends the client's first message, or hears what stood behind the bytes that a pause followed.
    func wakeTLS() {
        loop.atEndOfTurn { [self] in
            if isOpen, case .reading = input { deliverSecure(0) }
        }
    }

    /// Decrypts what was read into the loop's buffer and hands it over, then sends what that brought up.
    func deliverSecure(_ count: Int) {
        guard let tls else { return }
        var records = 0..<count
        var pause = TLSChannel.Pause.wantsRoom
        var untold = count > 0 ? wireTap : nil
        corks += 1
        while isOpen, case .wantsRoom = pause {
            let plain = tls.channel.read(loop.readBuffer, &records)
            pause = plain.pause
            // Before anything else uses the desk.
            loop.tlsDesk.takeOutput { queue.append(copying: $0, from: loop.chunks) }
            if let tap = untold.take() { loop.readBuffer.withFirst(count) { tap.received($0.span) } }
            if case .closeNotify = pause { announceEnd() }
            guard plain.count > 0, let handler else { continue }
            loop.tlsDesk.plain.withFirst(plain.count) {
                plainTap?.received($0.span)
                handler.received(&$0)
            }
        }
        corks -= 1
        tls.pause = pause
        if isOpen { conclude(pause) }
    }

    private func conclude(_ pause: TLSChannel.Pause) {
        // A handler that has paused hears of an end when it goes on.
        guard case .reading = input else { return flush() }
        switch pause {
        case .wantsInput, .wantsRoom: flush()
        case .closeNotify: endInput(.finished)
        case .failed(let error): failSecurely(error)
        }
    }

    /// The peer learns the reason by an alert, if it listens.
    private func failSecurely(_ error: TLSError) {
        _ = try? queue.send(to: descriptor.number, more: false, pool: loop.chunks, tap: wireTap)
        fail(.tls(error))
    }

    /// The stream has ended. Without a close_notify anybody on the way could have ended it.
    func endStream() {
        guard let tls else { return }
        switch tls.pause {
        case .closeNotify, .failed: conclude(tls.pause)
        case .wantsInput, .wantsRoom:
            if tls.channel.isEstablished { return endInput(.truncated) }
            // Node and others hang up without an alert.
            let hint =
                tls.channel.hasShownLocalCertificate
                ? ", perhaps for it does not trust our certificate: see `closecall ca`" : ""
            let reason = "the peer closed the connection during the handshake"
            fail(.tls(TLSError(.closedInHandshake, reason + hint)))
        }
    }
}

// MARK: Output

extension Connection {
    /// Encrypts and sends `bytes`, or keeps them until the handshake is done and all corks are out.
    func writeSecure(_ bytes: Span<UInt8>) {
        guard let tls else { return }
        guard corks == 0, tls.waiting.isEmpty, tls.channel.isWritable else {
            tls.waiting.append(copying: bytes, from: loop.chunks)
            return flush()
        }
        var rest = bytes
        while !rest.isEmpty, isOpen, case .open = output {
            let count = min(rest.count, TLSDesk.plainStep)
            encrypt { () throws(TLSError) in try tls.channel.write(rest.extracting(first: count)) }
            plainTap?.sent(rest.extracting(first: count))
            rest = rest.extracting(droppingFirst: count)
        }
        droppedBytes += rest.count
        if !queue.isEmpty { flush() }
    }

    /// Whether `encryptStep` would have something to do.
    var hasToEncrypt: Bool {
        guard let tls, tls.channel.isWritable else { return false }
        switch output {
        case .open, .resetting: return !tls.waiting.isEmpty
        case .finishing: return !tls.isAllEncrypted
        case .finished, .broken: return false
        }
    }

    /// Encrypts what was kept, as far as it fits one step, and the end behind the last of it.
    func encryptStep() {
        guard hasToEncrypt, let tls else { return }
        encrypt { () throws(TLSError) in try fillDesk(from: tls) }
    }

    private func fillDesk(from tls: TLSLayer) throws(TLSError) {
        var failure: TLSError?
        while failure == nil, !tls.waiting.isEmpty, loop.tlsDesk.hasRoom {
            tls.waiting.takeFirst(to: loop.chunks) { bytes in
                do throws(TLSError) { try tls.channel.write(bytes) } catch { failure = error }
                plainTap?.sent(bytes)
            }
        }
        if let failure { throw failure }
        guard case .finishing = output, tls.waiting.isEmpty, !tls.isNoticeDone else { return }
        tls.isNoticeDone = true
        tls.channel.sendCloseNotify()
    }

    /// Sends what `body` brings to the desk.
    private func encrypt(_ body: () throws(TLSError) -> Void) {
        do throws(TLSError) {
            try body()
        } catch {
            tls?.waiting.removeAll(to: loop.chunks)
            loop.atEndOfTurn { [self] in fail(.tls(error)) }
        }
        // The kernel keeps the last segment back for the FIN that follows at once.
        let more = if case .finishing = output { true } else { false }
        loop.tlsDesk.takeOutput { transmit($0, more: more) }
    }
}
