internal import Closecall
internal import Observer
internal import Trace
internal import WebSocketWire

/// Frames, messages and firings as they come, a line each.
final class InspectFrames {
    private let plan: InspectPlan
    private let lines: LineBuffer
    private let style: Style
    private let namesSessions: Bool
    private let words: InspectWords
    private let names: SessionWords
    private var starts: [Int: PacketTime] = [:]
    private var waiting: [Item] = []

    /// More of a text is for a file, not for a line.
    private static let longestText = 120
    private static let longestHex = 24

    init(_ plan: InspectPlan, _ lines: LineBuffer, _ stream: Output.Stream, namesSessions: Bool) {
        self.plan = plan
        self.lines = lines
        style = stream.style
        self.namesSessions = namesSessions
        words = .of(plan.language)
        names = .of(plan.language)
    }

    func begin(_ session: SessionBeginning) {
        if plan.showsFrames { starts[session.number] = session.start.time }
    }

    func end(_ session: Int) {
        writeAll()
        starts[session] = nil
    }

    func show(_ frame: InspectedFrame, of session: Int) {
        add(.frame(frame), session, frame.ended, frame.sight)
    }

    /// What was compressed could not be read in its frames.
    func show(_ message: InspectedMessage, of session: Int) {
        guard message.isCompressed || message.trouble != nil else { return }
        add(.message(message), session, message.ended, message.sight)
    }

    func show(_ firing: TraceFiring, at packet: PacketPlace, of session: Int) {
        add(.firing(firing), session, packet, .both)
    }

    // MARK: What came and left

    /// Of a proxy's trace, what came waits for what left: where that is the same, and at once, it is one line.
    private struct Item {
        enum What: Hashable {
            case frame(InspectedFrame)
            case message(InspectedMessage)
            case firing(TraceFiring)
        }

        let what: What
        let session: Int
        let packet: PacketPlace
        var sight: SessionObserver.Sight
    }

    private func add(_ what: Item.What, _ session: Int, _ packet: PacketPlace, _ sight: SessionObserver.Sight)
    {
        guard plan.showsFrames else { return }
        let item = Item(what: what, session: session, packet: packet, sight: sight)
        if sight == .got, let twin = waiting.firstIndex(where: { Self.left($0, as: item) }) {
            waiting[twin].sight = .both
        } else {
            waiting.append(item)
        }
        while let first = waiting.first, Self.isSettled(first, at: packet) || waiting.count > Self.mostWaiting
        {
            write(waiting.removeFirst())
        }
    }

    private static let mostWaiting = 64
    private static let atOnce = Duration.milliseconds(1)

    private static func isSettled(_ item: Item, at packet: PacketPlace) -> Bool {
        item.sight != .sent || packet.time - item.packet.time >= atOnce
    }

    private static func left(_ item: Item, as other: Item) -> Bool {
        guard item.sight == .sent, item.session == other.session,
            other.packet.time - item.packet.time < atOnce
        else { return false }
        switch (item.what, other.what) {
        case (.frame(let one), .frame(let two)):
            return one.direction == two.direction && one.payload == two.payload && one.came == two.came
                && one.header.withoutKey == two.header.withoutKey
        case (.message(let one), .message(let two)):
            return one.direction == two.direction && one.payload == two.payload && one.trouble == two.trouble
        default: return false
        }
    }

    private func writeAll() {
        for item in waiting { write(item) }
        waiting = []
    }

    private func write(_ item: Item) {
        let place = place(item.packet, item.session)
        switch item.what {
        case .frame(let frame):
            let way = way(frame.direction, item.sight)
            let said = plan.isRedacted ? redacted(frame) : said(frame)
            let line = "\(place)  \(way)  \(kind(frame))" + (said.isEmpty ? "" : "  \(said)")
            lines.add(paint(line, frame))
        case .message(let message):
            lines.add("\(place)  \(way(message.direction, item.sight))  \(style.dim(whole(message)))")
        case .firing(let firing):
            let text = names.fired(firing.rule, "\(firing.occasion)", firing.faults)
            let way = TextLayout.padded(names.rule, to: Self.widestWay)
            lines.add("\(place)  \(style.doubtful("\(way)  \(text)"))")
        }
    }

    private func kind(_ frame: InspectedFrame) -> String {
        let header = frame.header
        let opcode = header.opcode
        var what = [opcode.isReserved ? "reserved-\(String(opcode.rawValue, radix: 16))" : "\(opcode)"]
        if !header.isFinal { what.append(names.unfinished) }
        if header.reservedBits != 0 { what.append("rsv \(header.reservedBits)") }
        if header.isMasked { what.append("masked") }
        let came = frame.came < header.payloadLength ? "\(frame.came) \(names.of) " : ""
        return (what + ["\(came)\(header.payloadLength) B"]).joined(separator: " ")
    }

    private func whole(_ message: InspectedMessage) -> String {
        var what = message.isCompressed ? "\(words.inflated) \(message.payload.count) B" : ""
        if let trouble = message.trouble {
            what += (what.isEmpty ? "" : ", ") + (words.troubles[trouble.identifier] ?? trouble.identifier)
        }
        if !plan.isRedacted, message.isCompressed, !message.payload.isEmpty {
            what += "  " + Self.text(message.payload, isText: message.opcode == .text)
        }
        return what
    }

    // MARK: A line's parts

    /// `   12     3.4 ms`, behind the session's number where there are several.
    private func place(_ packet: PacketPlace, _ session: Int) -> String {
        let age = (packet.time - (starts[session] ?? packet.time)).seconds
        let number = TextLayout.aligned("\(packet.number)", to: 7)
        let place = "\(number)  \(TextLayout.aligned(Self.age(age), to: 12))"
        return namesSessions ? "\(TextLayout.padded("#\(session)", to: 5))\(place)" : place
    }

    /// To the microsecond: `0.001234 s`.
    private static func age(_ seconds: Double) -> String {
        let micros = Int64((min(max(seconds, 0), 1e9) * 1e6).rounded())
        let fraction = "\(micros % 1_000_000)"
        return "\(micros / 1_000_000).\(String(repeating: "0", count: 6 - fraction.count))\(fraction) s"
    }

    private static let widestWay = "client → server".count

    private func way(_ direction: Direction, _ sight: SessionObserver.Sight) -> String {
        let (from, to) = (names.name(direction.source), names.name(direction.target))
        let way =
            switch sight {
            case .sent: "\(from) → proxy"
            case .got: "proxy → \(to)"
            case .both: "\(from) → \(to)"
            }
        return TextLayout.padded(way, to: Self.widestWay)
    }

    private func said(_ frame: InspectedFrame) -> String {
        if let close = frame.close {
            let code = close.code.map { Wording.code($0) } ?? names.noCode
            return code + (close.reason.isEmpty ? "" : " \(Wording.quoted(close.reason))")
        }
        guard !frame.payload.isEmpty else { return "" }
        let isText = frame.header.opcode == .text && !frame.header.isCompressed
        return Self.text(frame.payload, isText: isText)
    }

    private func redacted(_ frame: InspectedFrame) -> String {
        frame.close.map { $0.code.map { Wording.code($0) } ?? names.noCode } ?? ""
    }

    /// In quotes where it is text, else in digits.
    private static func text(_ bytes: [UInt8], isText: Bool) -> String {
        let isReadable = isText || bytes.allSatisfy { (0x20..<0x7F).contains($0) }
        guard isReadable else {
            return Wording.hex(bytes.prefix(longestHex)) + (bytes.count > longestHex ? "…" : "")
        }
        let text = String(decoding: bytes.prefix(longestText * 4), as: UTF8.self)
        let shown = String(text.prefix(longestText))
        return Wording.quoted(shown) + (shown.utf8.count < bytes.count ? "…" : "")
    }

    private func paint(_ line: String, _ frame: InspectedFrame) -> String {
        switch frame.header.opcode {
        case .close: style.bold(line)
        case .ping, .pong: style.dim(line)
        default: frame.header.opcode.isReserved ? style.bad(line) : line
        }
    }
}

extension FrameHeader {
    /// A relay may mask anew.
    fileprivate var withoutKey: FrameHeader {
        var header = self
        if isMasked { header.setMaskingKey(.zero) }
        return header
    }
}
