import CLinux
import Testing

@testable import Reactor

/// A plain socket of a test's own, looked at step by step. Nothing blocks: on loopback the kernel delivers within
/// the call that sends.
///
/// Sendable: only its test's own task uses it.
final class RawSocket: @unchecked Sendable {
    let descriptor: Descriptor
    private let buffer = ReadBuffer(capacity: 1 << 20)

    enum Found: Equatable {
        case bytes([UInt8])
        case end
        case nothing
        case failed(Int32)
    }

    init(connectedTo address: SocketAddress) throws {
        descriptor = try Syscalls.streamSocket(address.kernelAddress.family)
        _ = try Syscalls.connect(descriptor.number, address)
    }

    /// What one read finds.
    func read() -> Found {
        switch Syscalls.receive(descriptor.number, into: buffer) {
        case .bytes(let count, _):
            var bytes: [UInt8] = []
            buffer.withFirst(count) { bytes = $0.span.copied }
            return .bytes(bytes)
        case .endOfFile: return .end
        case .wouldBlock: return .nothing
        case .failed(let error): return .failed(error.code)
        }
    }

    func send(_ bytes: [UInt8]) {
        guard case .bytes(bytes.count, _) = Syscalls.send(descriptor.number, bytes.span, more: false) else {
            preconditionFailure("the socket is full: a test sends little")
        }
    }

    func finish() {
        try? Syscalls.shutdownWriting(descriptor.number)
    }
}

/// A raw client and the loop's side of its connection.
func rawPair(
    _ server: Probe, at address: SocketAddress = anyLoopbackPort, on loop: EventLoop
) async throws -> (client: RawSocket, server: Connection) {
    let listener = try Listener(at: address, on: loop)
    let accepted = Log<Connection>()
    await loop.perform {
        try? listener.start { connection in
            server.attach(connection)
            accepted.add(connection)
        }
    }
    let client = try RawSocket(connectedTo: listener.address)
    let connections = await accepted.wait(on: loop) { !$0.isEmpty }
    await loop.perform { listener.close() }
    return (client, connections[0])
}
