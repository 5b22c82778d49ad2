internal import WebSocketWire

/// Reads what a client is answered, however wrong: a head that other readers give up has to be judged all the same,
/// for some clients take it.
struct AnswerReader {
    private(set) var answer = Answer()
    private let asking: RequestHead
    private var line: [UInt8] = []
    private var headers: HTTPHeaders = [:]
    private var isInHeaders = false
    private var hasBareLF = false
    private var isHTTP10 = false
    /// What ought to answer the key, and where among the flaws it belongs if it does not.
    private var unchecked: (accept: String, place: Int)?

    /// The answer to this request comes next.
    init(to asking: RequestHead) { self.asking = asking }

    /// Whether all of it is there, or nothing more can be said of it.
    var isDone: Bool { answer.complete != nil || answer.flaws.contains(.notHTTP) }

    /// The answer with all that is wrong with it.
    ///
    /// - Parameter isTaken: whether the client is known to have taken it: then its key was answered, and the hash, which
    ///   costs more than all the rest, need not be made.
    func judged(isTaken: Bool) -> Answer {
        guard !isTaken, let unchecked, let key = asking.headers["Sec-WebSocket-Key"],
            SecWebSocketKey.accept(of: key) != unchecked.accept
        else { return answer }
        var answer = answer
        answer.flaws.insert(.wrongAccept(unchecked.accept), at: unchecked.place)
        return answer
    }

    /// Takes the next bytes, and says how many of them were still of the answer.
    mutating func read(_ bytes: Span<UInt8>, _ clock: MarkClock) -> Int {
        guard !isDone, !bytes.isEmpty else { return 0 }
        if answer.began == nil { answer.began = clock.mark() }
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
            keep(bytes.extracting(start..<end))
            if !isInHeaders, !beginsLikeHTTP { answer.flaws.append(.notHTTP) }
            answer.bytes += min(end + 1, bytes.count) - start
            if isDone { return bytes.count }
            if end < bytes.count { endLine(clock) }
            start = end + 1
            if isDone { return min(start, bytes.count) }
        }
        answer.lacksLastLineEnd = isInHeaders && wouldBeTaken
        return bytes.count
    }

    /// Of a line that is too long the last byte takes the last place: the CR before the LF is not to be lost.
    private mutating func keep(_ bytes: Span<UInt8>) {
        let room = Self.longestLine - line.count
        line.append(contentsOf: bytes.extracting(first: room))
        if bytes.count > room, let last = line.indices.last { line[last] = bytes[bytes.count - 1] }
    }

    /// Whether what there is would answer the key if the line that is under way were complete.
    private var wouldBeTaken: Bool {
        var whole = self
        if whole.line.last == UInt8(ascii: "\r") { whole.line.removeLast() }
        whole.readHeader()
        whole.answer.flaws = []
        whole.checkAccept()
        return whole.judged(isTaken: false).flaws.isEmpty
    }

    /// Of a longer line only so much is kept: no header that matters has more.
    private static let longestLine = 8 * 1024
    /// Some clients take no head that is longer.
    private static let usualHead = 16 * 1024

    private var beginsLikeHTTP: Bool {
        line.prefix(5).elementsEqual("HTTP/".utf8.prefix(line.count)) || line == [UInt8(ascii: "\r")]
    }

    private mutating func endLine(_ clock: MarkClock) {
        if line.last == UInt8(ascii: "\r") { line.removeLast() } else { hasBareLF = true }
        defer { if isDone { (line, headers) = ([], [:]) } else { line.removeAll(keepingCapacity: true) } }
        if !isInHeaders {
            readStatus()
        } else if line.isEmpty {
            endHead(clock)
        } else {
            readHeader()
        }
    }

    /// `HTTP/1.1 101 Switching Protocols`
    private mutating func readStatus() {
        // Clients skip empty lines before a status line as servers do before a request (RFC 9112 §2.2).
        if line.isEmpty { return }
        let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
        guard words.count > 1, words[0].starts(with: "HTTP/1.".utf8), words[1].count == 3,
            let status = Int(String(decoding: words[1], as: UTF8.self))
        else { return answer.flaws.append(.notHTTP) }
        isHTTP10 = words[0].last == UInt8(ascii: "0")
        answer.status = status
        isInHeaders = true
    }

    private mutating func readHeader() {
        guard let first = line.first, Self.initials.contains(first | 0x20),
            let colon = line.firstIndex(of: UInt8(ascii: ":"))
        else { return }
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        guard Self.names.contains(name) else { return }
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let value = line[(colon + 1)...].drop(while: isSpace)
        let end = value.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? value.startIndex
        headers.append(HTTPHeader(name, rawValue: Array(value[..<end])))
    }

    private static let initials = Array("ucs".utf8)
    private static let names: Set = [
        "upgrade", "connection", "sec-websocket-accept", "sec-websocket-protocol", "sec-websocket-extensions",
    ]

    private mutating func endHead(_ clock: MarkClock) {
        isInHeaders = false
        if let status = answer.status, status != 101, (100..<200).contains(status) {
            answer.flaws.append(.interim(status))
            answer.status = nil
            headers = [:]
            return
        }
        answer.complete = clock.mark()
        if answer.bytes > Self.usualHead { answer.flaws.append(.long(bytes: answer.bytes)) }
        guard answer.status == 101 else {
            return answer.flaws.append(.status(answer.status ?? 0))
        }
        if isHTTP10 { answer.flaws.append(.http10) }
        if hasBareLF { answer.flaws.append(.bareLF) }
        answer.flaws += upgradeFlaws
        checkAccept()
        answer.flaws += subprotocolFlaws
        answer.subprotocol = headers["Sec-WebSocket-Protocol"]
        judgeExtensions()
    }
}

// MARK: What a 101 says

extension AnswerReader {
    private var upgradeFlaws: [HandshakeFlaw] {
        // As nearly all write it.
        if stands("upgrade", "websocket"), stands("connection", "Upgrade") { return [] }
        var flaws: [HandshakeFlaw] = []
        switch headers.combined("Upgrade") {
        case nil: flaws.append(.noUpgrade)
        case let value? where value.lowercased() != "websocket": flaws.append(.otherUpgrade(value))
        default: break
        }
        switch headers.combined("Connection") {
        case nil: flaws.append(.noConnection)
        case let value? where !headers.contains("upgrade", in: "Connection"):
            flaws.append(.otherConnection(value))
        case let value? where headers.elements(of: "Connection").count > 1:
            flaws.append(.connectionList(value))
        default: break
        }
        return flaws
    }

    private func stands(_ name: String, _ value: String) -> Bool {
        var found = 0
        for header in headers where header.name == name {
            guard header.rawValue.elementsEqual(value.utf8) else { return false }
            found += 1
        }
        return found == 1
    }

    /// The value itself is looked at when somebody asks.
    private mutating func checkAccept() {
        let values = headers.values(of: "Sec-WebSocket-Accept")
        switch values.count {
        case 0: answer.flaws.append(.noAccept)
        case 1: unchecked = (values[0], answer.flaws.count)
        default: answer.flaws.append(.severalAccepts)
        }
    }

    private var subprotocolFlaws: [HandshakeFlaw] {
        let offered = asking.headers.elements(of: "Sec-WebSocket-Protocol")
        let chosen = headers.elements(of: "Sec-WebSocket-Protocol")
        guard let first = chosen.first else {
            guard offered.isEmpty else { return [.subprotocolMissing] }
            return headers["Sec-WebSocket-Protocol"] == nil ? [] : [.subprotocolUnasked("")]
        }
        if chosen.count > 1 { return [.subprotocolSeveral(chosen.joined(separator: ", "))] }
        if offered.isEmpty { return [.subprotocolUnasked(first)] }
        return offered.contains(first) ? [] : [.subprotocolOther(first)]
    }

    private mutating func judgeExtensions() {
        guard let value = headers.combined("Sec-WebSocket-Extensions") else { return }
        guard let elements = try? ExtensionOffer.parse(value, from: .server) else {
            return answer.flaws.append(.extensionUnasked(value))
        }
        let offered =
            (try? ExtensionOffer.parse(asking.headers.combined("Sec-WebSocket-Extensions") ?? "")) ?? []
        for element in elements where !offered.contains(where: { $0.name == element.name }) {
            answer.flaws.append(.extensionUnasked(element.name))
        }
        let deflates = elements.filter { $0.name == Self.deflate }
        let offers = offered.filter { $0.name == Self.deflate }
        guard let deflate = deflates.first, let offer = offers.first else { return }
        if deflates.count > 1 { answer.flaws.append(.deflateTwice) }
        answer.deflate = agree(deflate, offers)
        if answer.deflate == nil {
            answer.flaws.append(flaw(of: deflate, as: offer))
            // Who takes it all the same takes it as it is meant at the least.
            answer.deflate = DeflateParameters()
        }
    }

    private static let deflate = "permessage-deflate"

    private func agree(_ element: ExtensionOffer, _ offers: [ExtensionOffer]) -> DeflateParameters? {
        for offer in offers {
            if let offer = try? DeflateOffer(offer),
                let agreed = try? DeflateParameters.accept(element, for: offer)
            {
                return agreed
            }
        }
        return nil
    }

    private func flaw(of element: ExtensionOffer, as offer: ExtensionOffer) -> HandshakeFlaw {
        do throws(DeflateNegotiationViolation) {
            _ = try DeflateParameters.accept(element, for: DeflateOffer(offer))
        } catch {
            switch error {
            case .unknownParameter(let name): return .deflateParameter(name: name, problem: .unknown)
            case .duplicateParameter(let name): return .deflateParameter(name: name, problem: .twice)
            case .missingValue(let name), .unexpectedValue(let name, _), .badWindowBits(let name, _):
                return .deflateParameter(name: name, problem: .badValue)
            case .demandLeftOut(let name), .windowTooLarge(let name, _, _):
                return .deflateParameter(name: name, problem: .misfit)
            case .clientWindowNotOffered, .otherExtension: break
            }
        }
        return .deflateParameter(name: "client_max_window_bits", problem: .misfit)
    }
}
