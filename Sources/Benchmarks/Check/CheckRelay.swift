/// A relay in this process, to prove the load tool on: faithful, or with one mistake in what the server says.
final class CheckRelay: Pollable {
    /// What it does to the server's frame number `CheckRelay.victim`.
    enum Mistake: String, CaseIterable {
        case none, flippedBit, droppedFrame, doubledFrame, swappedFrames
    }

    /// Far enough in for every scenario to be under way.
    static let victim = 50

    private let listener: Int32
    private let upstream: Address
    private let mistake: Mistake
    private let poller: Poller
    /// The server's frames of all sessions.
    private var frames = 0

    init(to upstream: Address, mistake: Mistake, poller: Poller) throws(Failure) {
        self.upstream = upstream
        self.mistake = mistake
        self.poller = poller
        listener = try Sockets.listen(at: Address(port: 0))
        _ = try poller.add(self, listener, for: .readable)
    }

    func address() throws(Failure) -> Address { try Sockets.localAddress(listener) }

    func ready(_ events: Readiness, _ area: inout [UInt8]) throws(Failure) {
        while let descriptor = try Sockets.accept(listener) {
            let client = CheckLeg(descriptor, poller: poller)
            let server = CheckLeg(try Sockets.connect(to: upstream, from: nil), poller: poller)
            let splitter = FrameSplitter { [unowned self] frame, output in spoil(frame, into: &output) }
            server.start(towards: client, through: splitter)
            client.start(towards: server, through: nil)
            try client.watch()
            try server.watch()
        }
    }

    private var held: [UInt8] = []

    private func spoil(_ frame: [UInt8], into output: inout [UInt8]) {
        frames += 1
        switch mistake {
        case .none: output += frame
        case _ where frames != Self.victim && !(mistake == .swappedFrames && frames == Self.victim + 1):
            output += frame
        case .flippedBit:
            output += frame.dropLast()
            output.append((frame.last ?? 0) ^ 0x10)
        case .droppedFrame: break
        case .doubledFrame: output += frame + frame
        case .swappedFrames:
            if frames == Self.victim { held = frame } else { output += frame + held }
        }
    }
}
