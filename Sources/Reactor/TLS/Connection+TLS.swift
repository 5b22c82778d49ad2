extension Connection {
    /// Speaks TLS from now on; call it before `start`, or when the peer is known to wait for it. Everything else
    /// stays as it is: the handler gets and writes plain bytes, and what is written before the handshake is done
    /// waits for it.
    public func secure(with context: TLSContext, serverName: String? = nil) throws(TLSError) {
        loop.assertOnLoop()
        guard isOpen, !isSecure else { return }
        let ownName = context.role == .client ? "" : Self.certificateName(of: try? localAddress())
        tls = try TLSChannel.make(context, serverName: serverName, ownName: ownName)
        isSecure = true
        if case .reading = input { wakeTLS() }
    }

    /// Whom a client means that connects to an address and names nobody.
    private static func certificateName(of address: SocketAddress?) -> String {
        address?.host ?? "localhost"
    }

    /// Sends the client's first message, or decrypts what a pause left standing.
    func wakeTLS() {
        loop.atEndOfTurn { [self] in
            if isOpen { pumpTLS() }
        }
    }

    /// Takes in ciphertext from the loop's buffer.
    func deliverSecure(_ count: Int) {
        do throws(TLSError) {
            try feedTLS(count)
        } catch {
            return fail(.tls(error))
        }
        pumpTLS()
    }

    private func feedTLS(_ count: Int) throws(TLSError) {
        var failure: TLSError?
        loop.readBuffer.withFirst(count) { bytes in
            do throws(TLSError) { try tls?.feed(bytes.span) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Decrypts and hands over what there is, then sends what that brought up.
    private func pumpTLS() {
        corks += 1
        var outcome = TLSChannel.ReadResult.wantsInput
        while isOpen, case .reading = input {
            outcome = tls?.read(into: loop.plainBuffer) ?? .wantsInput
            guard case .bytes(let count) = outcome, let handler else { break }
            loop.plainBuffer.withFirst(count) { handler.received(&$0) }
        }
        corks -= 1
        guard isOpen else { return }
        writeWaiting()
        switch outcome {
        case .bytes, .wantsInput: flush()
        case .closeNotify: endInput(.finished)
        case .failed(let error): failSecurely(error)
        }
    }

    /// Encrypts `bytes`, or keeps them until the handshake is done.
    func writeSecure(_ bytes: [UInt8]) {
        waiting.append(bytes)
        waitingCount += bytes.count
        writeWaiting()
        flush()
    }

    /// Encrypts what waits, and the end behind it.
    func writeWaiting() {
        guard isOpen, tls?.isHandshakeDone == true else { return moveOutput() }
        for bytes in waiting {
            do throws(TLSError) {
                try tls?.write(bytes.span)
            } catch {
                return loop.atEndOfTurn { [self] in fail(.tls(error)) }
            }
        }
        waiting = []
        waitingCount = 0
        if case .finishing = output, !isCloseNotifySent {
            isCloseNotifySent = true
            tls?.sendCloseNotify()
        }
        moveOutput()
    }

    private func moveOutput() {
        if isOpen, let bytes = tls?.takeOutput() { queue.append(bytes, from: loop.chunks) }
    }

    /// The peer learns the reason by an alert, if it listens.
    private func failSecurely(_ error: TLSError) {
        moveOutput()
        _ = try? queue.send(to: descriptor.number, more: false, pool: loop.chunks)
        fail(.tls(error))
    }

    /// The stream ended without a close_notify.
    func truncate() {
        if tls?.isHandshakeDone == true { return endInput(.truncated) }
        fail(.tls(TLSError(.closedInHandshake, "the peer closed the connection during the handshake")))
    }
}
