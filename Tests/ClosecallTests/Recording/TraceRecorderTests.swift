import Observer
import Reactor
import Scenarios
import TestPeers
import Testing
import Trace

@testable import Closecall

@Suite(.timeLimit(.minutes(1)))
struct TraceRecorderTests {
    private static let hello: [UInt8] = [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
    private static let answer: [UInt8] = [0x81, 0x02, 0x68, 0x69]
    private static let close: [UInt8] = [0x88, 0x82, 1, 2, 3, 4, 0x0E, 0xA2]
    private static let closeBack: [UInt8] = [0x88, 0x02, 0x0F, 0xA0]

    @Test(arguments: ["pcapng", "pcap"])
    func `both legs stand in the file, to the byte and to the end`(suffix: String) async throws {
        try await TraceStage.play(suffix) { (client: RawPeer, server: RawPeer) async throws in
            client.send(Self.hello)
            #expect(try await server.read(11) == Self.hello)
            server.send(Self.answer)
            #expect(try await client.read(4) == Self.answer)
            client.send(Self.close)
            #expect(try await server.read(8) == Self.close)
            server.sendAndFinish(Self.closeBack)
            #expect(try await client.read(4) == Self.closeBack)
            #expect(try await client.end() == .finished)
            client.finish()
            #expect(try await server.end() == .finished)
        } check: { (trace: ReadTrace, tally: RecordingTally) throws in
            let request = Array(RawPeer.request(target: "/chat?room=1").utf8)
            #expect(tally.dropped == 0 && tally.failure == nil)
            #expect(tally.written == UInt64(trace.packets.count))
            #expect(trace.streams.count == 2)
            let response = Array(response101(to: RawPeer.request()).utf8)
            for stream in trace.streams {
                #expect(stream.toServer == request + Self.hello + Self.close)
                #expect(stream.toClient == response + Self.answer + Self.closeBack)
                #expect(stream.flags.prefix(3) == [0x02, 0x12, 0x10])
                #expect(stream.flags.count { $0 & 1 == 1 } == 2, "a FIN from each side")
                #expect(stream.flags.last == 0x10)
                #expect(stream.isInSequence)
            }
            guard suffix == "pcapng" else { return }
            #expect(trace.interfaces.map(\.name) == ["client side", "server side"])
            #expect(trace.interfaces.map(\.ticksPerSecond) == [1_000_000_000, 1_000_000_000])
            #expect(trace.packets.map(\.head.time).sorted() == trace.packets.map(\.head.time))
            let comments = trace.packets.flatMap(\.head.comments)
            #expect(
                comments.prefix(2) == [
                    "closecall session 1, client side", "closecall session 1, server side",
                ]
            )
            #expect(
                comments.dropFirst(2) == [
                    "closecall session 1 ended: client 4000 clean; server 4000 clean; closed-by-client by client; "
                        + "The client closed with 4000 and the server echoed it."
                ])
        }
    }

    @Test func `a packet says which fault of which rule it is`() async throws {
        let scenario = """
            name: mean
            about: Drops and resets.
            rules:
              - name: eat
                when: { kind: text, direction: toServer, nth: 1 }
                do: drop
              - name: cut
                when: { kind: text, direction: toServer, nth: 2 }
                do: reset
            """
        try await TraceStage.play(scenario: scenario) { (client: RawPeer, server: RawPeer) async throws in
            client.send(Self.hello)
            client.send([0x89, 0x80, 0, 0, 0, 0])
            #expect(try await server.read(6) == [0x89, 0x80, 0, 0, 0, 0])
            client.send(Self.hello)
            #expect(try await client.end() == .reset)
        } check: { (trace: ReadTrace, _: RecordingTally) throws in
            let noted = trace.packets.filter { !$0.head.comments.isEmpty }
            let eaten = noted.first { $0.head.comments[0].contains("by rule eat") }
            #expect(
                eaten?.head.comments == ["closecall fault drop at message 1 to the server, by rule eat"])
            // What never left is noted where its sender is told that it came, unless it came with what did leave.
            #expect(eaten?.head.interface == 1 || eaten?.flags == 0x10 && eaten?.payload == [])
            let resets = trace.packets.filter { $0.flags & 4 != 0 }
            #expect(resets.contains { $0.head.comments.contains { $0.hasSuffix("by rule cut") } })
            #expect(noted.last?.head.comments.last?.contains("client 1006 not clean") == true)
        }
    }

    @Test func `what is redacted is in no packet`() async throws {
        try await TraceStage.play(change: { $0.isRedacted = true }) {
            (client: RawPeer, server: RawPeer) async throws in
            client.send(Self.hello)
            #expect(try await server.read(11) == Self.hello)
            client.reset()
            #expect(try await server.end() == .reset)
        } check: { (trace: ReadTrace, _: RecordingTally) throws in
            let request = Array(RawPeer.request(target: "/chat?xxxxxx").utf8)
            let covered: [UInt8] = [
                0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x37 ^ 120, 0xFA ^ 120, 0x21 ^ 120, 0x3D ^ 120,
                0x37 ^ 120,
            ]
            #expect(trace.streams.map(\.toServer) == [request + covered, request + covered])
        }
    }

    @Test func `a short snap length cuts packets and says how long they were`() async throws {
        try await TraceStage.play(change: { $0.snapLength = 68 }) {
            (client: RawPeer, _: RawPeer) async throws in
            client.finish()
        } check: { (trace: ReadTrace, _: RecordingTally) throws in
            #expect(trace.packets.allSatisfy { $0.bytes.count <= 68 })
            #expect(trace.packets.contains { $0.head.originalLength > 100 })
            #expect(trace.interfaces.map(\.snapLength) == [68, 68])
        }
    }

    @Test func `a file that cannot be written is told at once`() {
        #expect(
            throws: TraceProblem(
                "cannot write \"/nowhere/x\": no such file or directory (ENOENT), name another file")
        ) {
            _ = try TraceRecorder(TracePlan(path: "/nowhere/x"))
        }
    }
}
