import CWslayBench
import WebSocketWire

/// `FrameDecoder` on a client's frames, unmasking included.
enum FrameDecoding {
    static func run(rounds: Int) {
        var table = Table(
            "FrameDecoder: 64 MB of masked client frames, checked and unmasked, one thread",
            columns: [
                "payload", "M frames/s", "GB/s", "wslay M/s", "vs wslay", "memcpy GB/s", "vs memcpy",
            ])
        for size in [16, 125, 1024, 65536] {
            let traffic = FrameTraffic(payloadSize: size)
            var copy = [UInt8](repeating: 0, count: traffic.bytes.count)
            let contenders = [
                Contender(name: "decoder", work: { decode(&traffic.bytes) }, expected: traffic.frameCount),
                Contender(name: "wslay", work: { receive(traffic) }, expected: traffic.frameCount),
                Contender(
                    name: "memcpy", work: { copyAll(traffic.bytes, into: &copy) },
                    expected: traffic.bytes.count),
            ]
            let seconds = medianSeconds(contenders, rounds: rounds)
            table.add([
                "\(size) B", figure(traffic.frameRate(seconds[0])), figure(traffic.byteRate(seconds[0])),
                figure(traffic.frameRate(seconds[1])), ratio(seconds[1], seconds[0]),
                figure(traffic.byteRate(seconds[2])), ratio(seconds[2], seconds[0]),
            ])
        }
        table.print()
        if wslay_bench_available() == 0 {
            print("  wslay was not built in: `make bench` installs libwslay-dev and builds with it.\n")
        }
    }

    @inline(never)
    private static func decode(_ traffic: inout [UInt8]) -> Int {
        var decoder = FrameDecoder(from: .client)
        var frames = 0
        var position = 0
        var bytes = traffic.mutableSpan
        do {
            while let piece = try decoder.next(in: &bytes, at: &position) {
                frames &+= piece.endsFrame ? 1 : 0
            }
        } catch {
            print(error)
            return -1
        }
        return frames
    }

    @inline(never)
    private static func receive(_ traffic: FrameTraffic) -> Int {
        guard wslay_bench_available() != 0 else { return -1 }
        // Safe: wslay reads within the length that it is given.
        return unsafe traffic.bytes.withUnsafeMutableBufferPointer { buffer in
            unsafe wslay_bench_receive(buffer.baseAddress, buffer.count)
        }
    }

    @inline(never)
    static func copyAll(_ source: [UInt8], into target: inout [UInt8]) -> Int {
        // Safe: both arrays hold as many bytes as are copied.
        unsafe target.withUnsafeMutableBytes { target in
            unsafe source.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
        }
        return source.count
    }
}
