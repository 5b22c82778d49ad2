import Closecall
import Reactor
import Scenarios
import TestPeers
import Testing
import Trace

/// A conversation through a proxy that records it, and what stands in the file then.
enum TraceStage {
    static func play(
        _ suffix: String = "pcapng", scenario: String? = nil, change: (inout TracePlan) -> Void = { _ in },
        _ talk: (RawPeer, RawPeer) async throws -> Void,
        check: (ReadTrace, RecordingTally) throws -> Void
    ) async throws {
        try await play(suffix, scenario: scenario, change: change, talk) { path, tally in
            try check(try ReadTrace(path: path), tally)
        }
    }

    static func play(
        scenario: String?, _ talk: (RawPeer, RawPeer) async throws -> Void,
        read: (String) throws -> Void
    ) async throws {
        try await play("pcapng", scenario: scenario, change: { _ in }, talk) { path, _ in try read(path) }
    }

    private static func play(
        _ suffix: String, scenario: String?, change: (inout TracePlan) -> Void,
        _ talk: (RawPeer, RawPeer) async throws -> Void, finished: (String, RecordingTally) throws -> Void
    ) async throws {
        let folder = try JournalFolder()
        let path = "\(folder.path)/run.\(suffix)"
        var plan = TracePlan(path: path)
        change(&plan)
        let recorder = try TraceRecorder(plan)
        let stage = try RelayStage { options in
            options.trace = recorder
            options.scenario = try scenario.map { ScenarioSetup(try Scenario(reading: $0), seed: 1) }
        }
        let client = try await stage.client()
        let server = try await stage.server()
        client.send(Array(RawPeer.request(target: "/chat?room=1").utf8))
        server.send(Array(response101(to: try await server.readHead()).utf8))
        _ = try await client.readHead()
        try await talk(client, server)
        client.close()
        server.close()
        _ = try await stage.report()
        await stage.stop()
        let tally = await recorder.finish()
        try finished(path, tally)
        withExtendedLifetime(folder) {}
    }
}

/// A trace as packets, and as what two sides said.
struct ReadTrace {
    struct Packet {
        let head: PacketHead
        let bytes: [UInt8]

        /// Behind an IPv4 header without options.
        private func number(_ offset: Int, _ count: Int) -> Int {
            bytes[20 + offset..<20 + offset + count].reduce(0) { $0 << 8 | Int($1) }
        }

        var ports: [Int] { [number(0, 2), number(2, 2)] }
        var sequence: UInt32 { UInt32(number(4, 4)) }
        var flags: Int { number(13, 1) }
        var payload: [UInt8] { Array(bytes[(20 + number(12, 1) / 16 * 4)...]) }
    }

    /// One connection.
    struct Stream {
        let packets: [Packet]

        private var first: Int { packets[0].ports[0] }
        private func said(by isFirst: Bool) -> [Packet] {
            packets.filter { ($0.ports[0] == first) == isFirst }
        }

        var toServer: [UInt8] { said(by: true).flatMap(\.payload) }
        var toClient: [UInt8] { said(by: false).flatMap(\.payload) }
        var flags: [Int] { packets.map(\.flags) }

        /// Whether every packet begins where the one before it ended.
        var isInSequence: Bool {
            [true, false].allSatisfy { side in
                var next = said(by: side)[0].sequence
                return said(by: side).allSatisfy { packet in
                    defer {
                        next &+= UInt32(packet.payload.count)
                        if packet.flags & 3 != 0 { next &+= 1 }
                    }
                    return packet.sequence == next
                }
            }
        }
    }

    private(set) var packets: [Packet] = []
    let interfaces: [TraceInterface]
    /// What the file says it lacks.
    let dropped: UInt64

    init(path: String) throws(TraceProblem) {
        let reader = try TraceReader(path: path)
        var packets: [Packet] = []
        while try reader.next({ head, bytes in
            packets.append(Packet(head: head, bytes: bytes.indices.map { bytes[$0] }))
        }) {}
        self.packets = packets
        interfaces = reader.interfaces
        dropped = reader.dropped
    }

    var streams: [Stream] {
        let keys = packets.map { Set($0.ports) }
        var seen: [Set<Int>] = []
        for key in keys where !seen.contains(key) { seen.append(key) }
        return seen.map { key in Stream(packets: packets.filter { Set($0.ports) == key }) }
    }
}
