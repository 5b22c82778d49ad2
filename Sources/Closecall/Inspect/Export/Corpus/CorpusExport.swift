internal import Observer
internal import WebSocketWire

/// Writes what a trace's sessions said as seeds for the fuzz targets: frames, messages, the payloads of Closes and
/// handshakes, each of them once.
///
/// Real peers say what nobody thinks of; a fuzzer that begins with it does not have to find it by chance.
public final class CorpusExport: TraceExport {
    private let path: String
    private let session: Int?
    private var folder: CorpusFolder
    private var tallies: [CorpusSeed.Kind: Int] = [:]
    private var known = 0
    private var tooLarge = 0
    private var unkept = 0
    private var problem: ExportProblem?
    /// Sessions that compress: RSV1 means something there.
    private var compressed: Set<Int> = []
    private var requests: [Flow: [UInt8]] = [:]
    private var fragments: [Flow: Fragments] = [:]

    /// What one side of a session sees of one direction.
    private struct Flow: Hashable {
        let session: Int
        let direction: Direction
        let sight: SessionObserver.Sight
    }

    /// A message that is under way.
    private struct Fragments {
        var frames = 0
        var wire: [UInt8] = []
        var payload: [UInt8] = []
        let isCompressed: Bool
        var isKept = true
    }

    /// Seeds go into folders of `path`, one for each target.
    ///
    /// - Parameter session: the one that is wanted; nil for all.
    public init(path: String, session: Int? = nil) throws(ExportProblem) {
        self.path = path
        self.session = session
        folder = try CorpusFolder(path)
    }

    /// All of what is wanted.
    public func depth(of session: SessionBeginning) -> InspectionDepth {
        isWanted(session.number) ? [.handshakes, .frames, .messages] : []
    }

    /// A head, and a conversation with its answer.
    public func handshake(_ head: InspectedHead, of session: Int) {
        guard isWanted(session) else { return }
        // The server's side of a proxy has another request before its answer than the client's side.
        let side: SessionObserver.Sight
        let extensions: String?
        switch head.head {
        case .request(let request):
            side = head.sight
            extensions = request.headers.combined("Sec-WebSocket-Extensions")
            requests[Flow(session: session, direction: .toServer, sight: side)] = head.bytes
            add(.request(head.bytes))
        case .response(let response):
            side = head.sight.ofOtherWay
            extensions = response.headers.combined("Sec-WebSocket-Extensions")
            if extensions?.contains("permessage-deflate") == true { compressed.insert(session) }
            add(.response(head.bytes))
            let request = requests[Flow(session: session, direction: .toServer, sight: side)]
            if let request, let seed = CorpusSeed.conversation(request, head.bytes) { add(seed) }
        }
        if let extensions { add(.extensions(extensions)) }
    }

    /// A frame; with the last of several, the message too.
    public func frame(_ frame: InspectedFrame, of session: Int) {
        guard isWanted(session) else { return }
        let isCompressed = compressed.contains(session)
        guard frame.isKept else { return tooLarge += 1 }
        let bytes = frame.seedBytes
        add(.frames(bytes, kind: .frame, from: frame.direction.source, isCompressed: isCompressed))
        if frame.header.opcode == .close, frame.isWhole { add(.close(frame.payload)) }
        if !frame.header.opcode.isControl { gather(frame, bytes, isCompressed, session) }
    }

    /// A text, as what it means.
    public func message(_ message: InspectedMessage, of session: Int) {
        guard isWanted(session), message.opcode == .text, message.trouble == nil else { return }
        add(.text(message.payload))
    }

    /// Nothing more of a session comes.
    public func ended(_ session: InspectedSession) {
        compressed.remove(session.number)
        for direction in Direction.allCases {
            for sight in [SessionObserver.Sight.sent, .got, .both] {
                let flow = Flow(session: session.number, direction: direction, sight: sight)
                requests[flow] = nil
                fragments[flow] = nil
            }
        }
    }

    /// What was written.
    public func finish() throws(ExportProblem) -> ExportSummary {
        if let problem { throw problem }
        let written = CorpusSeed.Kind.allCases.map { ($0, tallies[$0] ?? 0) }
        let total = written.reduce(0) { $0 + $1.1 }
        if total == 0, known == 0 {
            throw .impossible("there is nothing for a corpus: no session that asks for a WebSocket")
        }
        let parts = written.map { counted($1, $0.rawValue) }
        var line = "wrote \(parts.dropLast().joined(separator: ", ")) and \(parts.last ?? "") to \(path)"
        if known > 0 { line += "; \(known) were there already" }
        if tooLarge > 0 { line += "; \(tooLarge) over 64 KiB left out" }
        if unkept > 0 { line += "; \(unkept) more than there is room for" }
        var counts = written.map { ExportSummary.Count(name: $0.plural, count: $1) }
        counts.append(ExportSummary.Count(name: "known", count: known))
        counts.append(ExportSummary.Count(name: "tooLarge", count: tooLarge))
        return ExportSummary(kind: "corpus", path: path, counts: counts, line: line)
    }

    private func isWanted(_ number: Int) -> Bool { session == nil || session == number }

    // MARK: Seeds

    private func gather(_ frame: InspectedFrame, _ bytes: [UInt8], _ isCompressed: Bool, _ session: Int) {
        let flow = Flow(session: session, direction: frame.direction, sight: frame.sight)
        var message =
            frame.header.opcode == .continuation ? fragments.removeValue(forKey: flow) : nil
        if message == nil {
            guard frame.header.opcode != .continuation else { return }
            message = Fragments(isCompressed: isCompressed && frame.header.isCompressed)
        }
        guard var message else { return }
        message.frames += 1
        if message.wire.count + bytes.count <= CorpusFolder.largestSeed {
            message.wire += bytes
            message.payload += frame.payload
        } else {
            message.isKept = false
        }
        guard frame.header.isFinal else { return fragments[flow] = message }
        guard message.isKept else { return tooLarge += 1 }
        if message.frames > 1 {
            add(
                .frames(
                    message.wire, kind: .message, from: frame.direction.source, isCompressed: isCompressed))
        }
        if message.isCompressed, frame.isWhole { add(.deflated(message.payload)) }
    }

    /// Counts a seed once, however many targets read it.
    private func add(_ seed: CorpusSeed) {
        guard problem == nil else { return }
        guard seed.bytes.count <= CorpusFolder.largestSeed else { return tooLarge += 1 }
        var (isNew, isKnown) = (false, false)
        do throws(ExportProblem) {
            for target in seed.targets {
                switch try folder.add(seed.bytes, to: target) {
                case .written: isNew = true
                case .known: isKnown = true
                case .repeated: break
                case .full: return unkept += 1
                }
            }
        } catch {
            problem = error
        }
        if isNew {
            tallies[seed.kind, default: 0] += 1
        } else if isKnown {
            known += 1
        }
    }
}

extension CorpusSeed.Kind {
    fileprivate var plural: String {
        switch self {
        case .frame: "frames"
        case .message: "messages"
        case .closePayload: "closePayloads"
        case .handshake: "handshakes"
        }
    }
}

extension SessionObserver.Sight {
    /// At the end that sent a request its answer is got, and the other way round.
    fileprivate var ofOtherWay: SessionObserver.Sight {
        switch self {
        case .sent: .got
        case .got: .sent
        case .both: .both
        }
    }
}
