internal import Reactor
internal import WebSocketWire

/// The way of a `WebSocket` from its URL to its end: name, connection, handshake, messages, close.
///
// Sendable: after `init`, all but `loop` is touched on the loop's thread only; other threads come in by
// `submit`.
final class ClientConnection: @unchecked Sendable {
    private enum Phase {
        case idle
        case connecting(Connector)
        case shaking(ClientHandshake)
        case open(EndpointDriver)
        case over
    }

    /// The socket, kept alive from the start until its `close` event.
    private(set) var owner: WebSocket?

    private let loop: EventLoop
    private let jobs: JobLine
    private let plan: ClientHandshakePlan
    private let options: WebSocketOptions
    private var phase = Phase.idle
    private var deadline: TimerToken?
    private var sent = SentMessages()

    init(to url: WebSocketURL, protocols: [String], options: WebSocketOptions) throws(DOMException) {
        plan = try ClientHandshakePlan(url, protocols: protocols, options: options)
        self.options = options
        do throws(SystemError) {
            loop = try EventLoop.shared
        } catch {
            throw DOMException(.invalidStateError, "no event loop can be started: \(error)")
        }
        jobs = JobLine(on: loop)
    }

    /// Runs on the loop, in the order of the calls; at once where the caller is there already.
    func submit(_ body: @escaping @Sendable (ClientConnection) -> Void) {
        jobs.add { body(self) }
    }

    func start(for owner: WebSocket) {
        submit { $0.connect(for: owner) }
    }
}

// MARK: From the URL to the 101

extension ClientConnection {
    private func connect(for owner: WebSocket) {
        self.owner = owner
        deadline = loop.schedule(after: options.handshakeTimeout) { [self] in
            deadline = nil
            fail("no handshake within \(options.handshakeTimeout)")
        }
        phase = .connecting(
            Connector.connect(to: plan.endpoint, on: loop) { [self] result in
                switch result {
                case .success(let connection): shake(on: connection)
                case .failure(let error): fail("\(error)")
                }
            })
    }

    private func shake(on connection: Connection) {
        if plan.url.isSecure {
            do throws(TLSError) {
                try connection.secure(
                    with: try ClientTrust.context(for: options.tls), serverName: plan.url.host)
            } catch {
                connection.close()
                return fail("\(error)")
            }
        }
        phase = .shaking(
            ClientHandshake(plan, on: connection) { [self] result in
                switch result {
                case .success(let opening): open(opening)
                case .failure(let failure): fail(failure.description)
                }
            })
    }

    private func open(_ opening: ClientHandshake.Opening) {
        guard case .shaking = phase else { return }
        cancelDeadline()
        let endpoint = WebSocketEndpoint(
            role: .client, deflate: opening.deflate,
            limits: EndpointLimits(longestMessage: options.longestMessage, closing: options.closing),
            nextKey: { MaskingKey(bits: .random(in: .min ... .max)) })
        let driver = EndpointDriver(
            opening.connection, endpoint: endpoint, owner: self, linger: options.closing.transportEnd)
        phase = .open(driver)
        owner?.opened(
            subprotocol: opening.response.subprotocol ?? "",
            extensions: opening.response.headers.combined("Sec-WebSocket-Extensions") ?? "")
        updateReading()
        driver.take(opening.early)
    }

    private func cancelDeadline() {
        if let deadline { loop.cancel(deadline) }
        deadline = nil
    }

    /// Before it is open everything ends the same way, and a page is not told why.
    private func fail(_ story: String) {
        switch phase {
        case .connecting(let connector): connector.cancel()
        case .shaking(let handshake): handshake.abandon()
        case .idle, .open, .over: break
        }
        owner?.explain(story)
        owner?.failed()
        end(CloseEvent(type: "close", code: CloseCode.abnormal.rawValue))
    }

    private func end(_ event: CloseEvent) {
        cancelDeadline()
        phase = .over
        let owner = owner
        self.owner = nil
        owner?.ended(event)
    }
}

// MARK: Called by the socket, through `submit`

extension ClientConnection {
    func send(text: String) {
        guard case .open(let driver) = phase else { return }
        let size = text.utf8.count
        driver.send(text: text)
        noteSent(size, driver)
    }

    func send(binary: [UInt8]) {
        guard case .open(let driver) = phase else { return }
        driver.send(binary: binary)
        noteSent(binary.count, driver)
    }

    func ping(_ payload: [UInt8]) {
        if case .open(let driver) = phase { driver.ping(payload) }
    }

    func close(_ payload: ClosePayload) {
        if case .open(let driver) = phase { driver.close(payload) }
    }

    /// `close()` while still connecting (the web: "fail the WebSocket connection").
    func abort() {
        switch phase {
        case .idle, .connecting, .shaking: fail("close() before the connection was open")
        case .open(let driver): driver.close(.empty)
        case .over: break
        }
    }

    func updateReading() {
        if case .open(let driver) = phase { driver.holdReading(owner?.isOverfull ?? false) }
    }

    private func noteSent(_ size: Int, _ driver: EndpointDriver) {
        sent.add(size)
        noteLeft(driver)
    }

    private func noteLeft(_ driver: EndpointDriver) {
        if driver.bufferedBytes == 0 { owner?.left(sent.takeAll()) }
    }
}

/// Payload bytes whose frames have been written and may not have left yet.
private struct SentMessages {
    private var bytes = 0

    mutating func add(_ size: Int) { bytes += size }

    mutating func takeAll() -> Int {
        defer { bytes = 0 }
        return bytes
    }
}

extension ClientConnection: EndpointOwner {
    func endpoint(_ driver: EndpointDriver, received event: EndpointEvent) {
        switch event {
        case .text(let text): owner?.received { _ in .text(text) }
        case .binary(let bytes):
            owner?.received { type in
                type == .blob ? .blob(Blob(bytes: bytes)) : .arrayBuffer(bytes)
            }
        case .closeReceived: owner?.isClosing()
        case .failed(let violation):
            owner?.isClosing()
            owner?.explain("the server broke the protocol: \(violation)")
        case .ping, .pong: break
        }
        if owner?.isOverfull == true { updateReading() }
    }

    func endpointDrained(_ driver: EndpointDriver) {
        noteLeft(driver)
    }

    func endpointFailed(_ driver: EndpointDriver) { owner?.failed() }

    func endpoint(_ driver: EndpointDriver, ended event: CloseEvent) { end(event) }
}
