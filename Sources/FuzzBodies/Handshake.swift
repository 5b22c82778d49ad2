internal import WebSocketWire

/// Reads an input as a request, as the response to one, or as a URL; switches 1 and 2 say which, 4 narrows
/// the limits.
///
/// - In all pieces a head is read the same, and ends at the same byte.
/// - What was accepted is accepted again when it is written again, and is the same.
public func fuzzHandshake(_ input: Span<UInt8>) {
    let choices = Choices(input)
    let rest = input.extracting(droppingFirst: Choices.count)
    let limits =
        choices.has(4) ? HandshakeLimits(line: 48, headers: 5, head: 200) : HandshakeLimits()
    switch choices.number(0x3) {
    case 0: checkRequest(rest, choices.sizes, limits)
    case 1: checkResponse(rest, choices.sizes, limits)
    case 2: checkURL(rest)
    default: checkExtensions(rest)
    }
}

private func checkRequest(_ bytes: Span<UInt8>, _ sizes: Pieces.Sizes, _ limits: HandshakeLimits) {
    let whole = HeadReading<RequestHead>(bytes, in: Pieces.whole, limits)
    precondition(HeadReading(bytes, in: sizes, limits) == whole, "in pieces a request reads otherwise")
    precondition(
        HeadReading(bytes, in: Pieces.single, limits) == whole, "byte by byte a request reads otherwise")
    guard case .complete(let head, _) = whole else { return }
    let again = HeadReading<RequestHead>(head.bytes.span, in: Pieces.whole, .wide)
    precondition(again == .complete(head, consumed: head.bytes.count), "a written request reads otherwise")
    do throws(HandshakeViolation) {
        checkAnswers(to: try HandshakeRequest(head))
    } catch {
        checkRefusal(of: error)
    }
}

/// Who did it is told why, in a response that can be read: all but one that speaks TLS.
private func checkRefusal(of violation: HandshakeViolation) {
    precondition(!violation.description.isEmpty, "a violation without words")
    guard let refusal = violation.refusal else { return }
    let read = HeadReading<ResponseHead>(refusal.bytes.span, in: Pieces.whole, .wide)
    guard case .complete(let head, let consumed) = read else {
        preconditionFailure("our own refusal is read as \(read)")
    }
    precondition(head.status >= 400 && head == refusal.head, "our own refusal is read otherwise")
    precondition(head.contentLength == refusal.body.count, "a body that is not as long as it says")
    precondition(consumed + refusal.body.count == refusal.bytes.count, "a refusal and more")
}

/// A request that was accepted can be made anew from its parts, and granted, with what it offers.
private func checkAnswers(to request: HandshakeRequest) {
    do throws(HandshakeViolation) {
        let made = try HandshakeRequest(
            target: request.target, host: request.host, key: request.key,
            subprotocols: request.subprotocols, extensions: request.extensions, origin: request.origin)
        precondition(
            made.subprotocols == request.subprotocols && made.extensions == request.extensions,
            "a request made of a request's parts offers something else")
        let agreement = DeflatePreferences().choose(from: request.extensions)
        let response = try HandshakeResponse(
            accepting: request, subprotocol: request.subprotocols.last,
            extensions: agreement.map { [$0.answer] } ?? [])
        let read = HeadReading<ResponseHead>(response.bytes.span, in: Pieces.whole, .wide)
        guard case .complete(let head, _) = read else {
            preconditionFailure("our own response is read as \(read)")
        }
        let accepted = try HandshakeResponse(head, answering: request, requireSubprotocol: true)
        precondition(accepted == response, "our own response is read otherwise")
    } catch {
        preconditionFailure("refused what is made of an accepted request: \(error)")
    }
    checkAgreement(request.extensions)
}

/// Whatever offer a server takes, the client that made the offer accepts the answer, and both have agreed on
/// the same.
private func checkAgreement(_ offers: [ExtensionOffer]) {
    for element in offers {
        guard let offer = deflateOffer(element) else { continue }
        for bits in WindowBits.allCases {
            let preferences = DeflatePreferences(serverMaxWindowBits: bits, clientMaxWindowBits: bits)
            let agreement = preferences.accept(offer)
            do throws(DeflateNegotiationViolation) {
                let accepted = try DeflateParameters.accept(agreement.answer, for: offer)
                precondition(accepted == agreement.parameters, "client and server agreed on different things")
            } catch {
                preconditionFailure("the client refuses the answer to its own offer: \(error)")
            }
        }
    }
}

private func deflateOffer(_ element: ExtensionOffer) -> DeflateOffer? {
    // As an answer to every kind of offer, it is taken or there are words for why not.
    for offer in [
        DeflateOffer(),
        DeflateOffer(serverNoContextTakeover: true, serverMaxWindowBits: WindowBits(rawValue: 9)),
    ] {
        do throws(DeflateNegotiationViolation) {
            let parameters = try DeflateParameters.accept(element, for: offer)
            precondition(parameters.toClient.windowBits.windowSize >= 256, "a window that is none")
        } catch {
            precondition(!error.description.isEmpty, "a violation without words")
        }
    }
    do throws(DeflateNegotiationViolation) {
        return try DeflateOffer(element)
    } catch {
        precondition(!error.description.isEmpty, "a violation without words")
        return nil
    }
}

private func checkResponse(_ bytes: Span<UInt8>, _ sizes: Pieces.Sizes, _ limits: HandshakeLimits) {
    let whole = HeadReading<ResponseHead>(bytes, in: Pieces.whole, limits)
    precondition(HeadReading(bytes, in: sizes, limits) == whole, "in pieces a response reads otherwise")
    precondition(
        HeadReading(bytes, in: Pieces.single, limits) == whole, "byte by byte a response reads otherwise")
    guard case .complete(let head, _) = whole else { return }
    let again = HeadReading<ResponseHead>(head.bytes.span, in: Pieces.whole, .wide)
    precondition(again == .complete(head, consumed: head.bytes.count), "a written response reads otherwise")
    precondition(head.contentLength ?? 0 >= 0, "a body of a negative length")
    judge(head)
}

/// Against a request with RFC 6455's own key (§1.3) and something of everything to choose from.
private func judge(_ head: ResponseHead) {
    do throws(HandshakeViolation) {
        let request = try HandshakeRequest(
            target: "/chat", host: "server.example.com",
            key: SecWebSocketKey(nonce: Array("the sample nonce".utf8)),
            subprotocols: ["chat", "superchat"], extensions: [DeflateOffer().element])
        guard let response = granted(head, request) else { return }
        precondition(head.status == 101, "granted by something else than 101")
        let again = try HandshakeResponse(
            accepting: request, subprotocol: response.subprotocol, extensions: response.extensions)
        precondition(
            again.subprotocol == response.subprotocol && again.extensions == response.extensions,
            "a response made of a response's parts chooses something else")
    } catch {
        preconditionFailure("refused our own request, or what is made of an accepted response: \(error)")
    }
}

private func granted(_ head: ResponseHead, _ request: HandshakeRequest) -> HandshakeResponse? {
    do throws(HandshakeViolation) {
        return try HandshakeResponse(head, answering: request)
    } catch {
        checkRefusal(of: error)
        return nil
    }
}

/// A URL reads the same when it is written, and a request can be sent there.
private func checkURL(_ bytes: Span<UInt8>) {
    let text = String(decoding: [UInt8](copying: bytes), as: UTF8.self)
    do throws(WebSocketURLError) {
        let url = try WebSocketURL(text)
        guard let again = try? WebSocketURL(url.description) else {
            preconditionFailure("\(url) is not read again")
        }
        precondition(!url.connectHost.isEmpty, "nobody to connect to for \(url)")
        precondition(again == url, "\(url) reads as \(again) the second time")
        let key = SecWebSocketKey(nonce: Array("the sample nonce".utf8))
        do throws(HandshakeViolation) {
            let request = try HandshakeRequest(target: url.target, host: url.hostHeader, key: key)
            precondition(request.resourceName == url.target, "the target changes in a request")
        } catch {
            // URLs let a few characters stand in a name that HTTP's Host does not, such as a backquote.
            precondition(
                error.kind == .invalidHost(url.hostHeader), "no request can be made for \(url): \(error)")
        }
    } catch {
        precondition(!error.description.isEmpty, "a violation without words")
    }
}

/// Extensions that were read are written so that they read the same.
private func checkExtensions(_ bytes: Span<UInt8>) {
    let text = String(decoding: [UInt8](copying: bytes), as: UTF8.self)
    guard let offers = try? ExtensionOffer.parse(text) else { return }
    precondition(offers.allSatisfy { !$0.description.isEmpty }, "an extension without words")
    let again = try? ExtensionOffer.parse(ExtensionOffer.headerValue(offers))
    precondition(again == offers, "extensions are written otherwise than read")
    checkAgreement(offers)
}
