import Closecall
import Reactor
import TestPeers
import Testing

/// The same Close frame with bytes or a FIN behind it in one segment, or in two, gives different close events in
/// Chromium. So what a peer gets in one piece without the proxy, it gets in one piece through it.
@Suite(.timeLimit(.minutes(1)))
struct TogetherTests {
    /// A Close of 1000 and a text behind it.
    private let closeAndText: [UInt8] = [0x88, 0x02, 0x03, 0xE8, 0x81, 0x01, 0x61]

    @Test func `bytes and their FIN are there at the same time`() async throws {
        for _ in 0..<20 {
            let stage = try RelayStage(kind: "tcp")
            let client = try await Witness.connect(to: stage.proxy.address)
            let server = try await stage.server()
            server.sendAndFinish(closeAndText)
            #expect(try await client.firstPieces() == [.endAnnounced, .bytes(closeAndText), .finished])
            await stage.stop()
        }
    }

    @Test func `what was written at once is read at once, from the first frame on`() async throws {
        let stage = try RelayStage()
        let client = try await Witness.connect(to: stage.proxy.address)
        client.send(Array(RawPeer.request().utf8))
        let server = try await stage.server()
        let request = try await server.readHead()
        let all = Array(response101(to: request).utf8) + closeAndText
        server.sendAndFinish(all)
        #expect(try await client.firstPieces() == [.endAnnounced, .bytes(all), .finished])
        await stage.stop()
    }
}

/// A peer that remembers in which pieces things came.
///
// Sendable: `pieces` is guarded; `connection` is touched on the loop only.
private final class Witness: ConnectionHandler, @unchecked Sendable {
    enum Piece: Equatable {
        case endAnnounced
        case bytes([UInt8])
        case finished
    }

    private let pieces = Locked<[Piece]>([])
    private let end: AsyncStream<Void>
    private let ended: AsyncStream<Void>.Continuation
    private var connection: Connection?
    private let loop: EventLoop

    private init(on loop: EventLoop) {
        self.loop = loop
        (end, ended) = AsyncStream.makeStream(of: Void.self)
    }

    static func connect(to address: SocketAddress) async throws -> Witness {
        let loop = try EventLoop.shared
        let witness = Witness(on: loop)
        await withCheckedContinuation { continuation in
            _ = loop.submit {
                Connector.connect(to: .address(address), on: loop) { result in
                    witness.connection = try? result.get()
                    witness.connection?.start(witness)
                    continuation.resume()
                }
            }
        }
        return witness
    }

    func send(_ bytes: [UInt8]) { loop.submit { self.connection?.write(bytes) } }

    /// Everything up to the end.
    func firstPieces() async throws -> [Piece] {
        for await _ in end { break }
        return pieces.withLock { $0 }
    }

    func endAnnounced() { pieces.withLock { $0.append(.endAnnounced) } }

    func received(_ bytes: inout MutableSpan<UInt8>) {
        let copy = bytes.indices.map { bytes[$0] }
        pieces.withLock { $0.append(.bytes(copy)) }
    }

    func peerFinished(_ end: PeerEnd) {
        pieces.withLock { $0.append(.finished) }
        connection?.close()
    }

    func failed(_ failure: ConnectionFailure) {}

    func closed() {
        connection = nil
        ended.yield()
        ended.finish()
    }
}
