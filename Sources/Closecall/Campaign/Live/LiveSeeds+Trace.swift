public import Faults
internal import Observer
internal import Relay
internal import Trace
public import WebSocketWire

extension LiveSeeds {
    /// What one side said in each session of a capture.
    public static func trace(_ path: String, from sender: EndpointRole) throws(LiveProblem) -> [[DraftFrame]]
    {
        let listener = SeedListener(sender)
        do throws(TraceProblem) {
            let reader = try TraceReader(path: path)
            let reassembler = TCPReassembler(TraceInspector(listener: listener))
            // What stands behind damage is lost; what was read counts.
            while (try? reader.next { reassembler.take($1, $0) }) == true {}
            reassembler.finish()
        } catch {
            throw .impossible("\(error)")
        }
        let seeds = listener.seeds
        guard !seeds.isEmpty else {
            throw .impossible("\(path) has no WebSocket session in which a \(sender) sent a frame")
        }
        return seeds
    }
}

/// Gathers frames, session by session.
private final class SeedListener: InspectionListener {
    private let direction: Direction
    private var sessions: [Int: [DraftFrame]] = [:]

    /// More of a session would make inputs that take too long.
    private static let mostFrames = 32
    private static let mostBytes = 64 * 1024

    init(_ sender: EndpointRole) { direction = sender == .client ? .toServer : .toClient }

    var seeds: [[DraftFrame]] { sessions.sorted { $0.key < $1.key }.map(\.value) }

    func depth(of session: SessionBeginning) -> InspectionDepth { .frames }

    func frame(_ frame: InspectedFrame, of session: Int) {
        guard frame.direction == direction, frame.isWhole, frame.payload.count <= Self.mostBytes else {
            return
        }
        var header = frame.header
        // Compression is not offered.
        header.reservedBits = 0
        if sessions[session, default: []].count < Self.mostFrames {
            sessions[session, default: []].append(DraftFrame(header, payload: frame.payload))
        }
    }

    func ended(_ session: InspectedSession) {}
}
