import WebSocketWire

/// `FrameScanner`: headers only, beside a bare loop that checks nothing and could not be split.
enum FrameScanning {
    static func run(rounds: Int) {
        var table = Table(
            "FrameScanner: 64 MB of masked client frames, headers only, one thread",
            columns: ["payload", "M frames/s", "bare loop M/s", "vs bare loop"])
        for size in [16, 125, 1024] {
            let traffic = FrameTraffic(payloadSize: size)
            let contenders = [
                Contender(name: "scanner", work: { scan(traffic.bytes) }, expected: traffic.frameCount),
                Contender(name: "bare loop", work: { skip(traffic) }, expected: traffic.frameCount),
            ]
            let seconds = medianSeconds(contenders, rounds: rounds)
            table.add([
                "\(size) B", figure(traffic.frameRate(seconds[0])), figure(traffic.frameRate(seconds[1])),
                ratio(seconds[1], seconds[0]),
            ])
        }
        table.print()
    }

    @inline(never)
    private static func scan(_ traffic: [UInt8]) -> Int {
        var scanner = FrameScanner()
        var frames = 0
        var position = 0
        let bytes = traffic.span
        while let piece = scanner.next(in: bytes, at: &position) {
            frames &+= piece.endsFrame ? 1 : 0
        }
        return frames
    }

    /// The least that can be done: read two bytes, take the length, go on.
    @inline(never)
    private static func skip(_ traffic: FrameTraffic) -> Int {
        // Safe: the traffic is whole frames, so each header read lies within it.
        unsafe traffic.bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            var offset = 0
            var frames = 0
            while offset < buffer.count {
                frames &+= 1
                let front = unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
                let mask = Int(front >> 13 & 4)
                let length = Int(front >> 8 & 0x7F)
                if length < 126 {
                    offset &+= 2 &+ mask &+ length
                } else if length == 126 {
                    // Safe: as above.
                    let wide = unsafe base.loadUnaligned(fromByteOffset: offset &+ 2, as: UInt16.self)
                    offset &+= 4 &+ mask &+ Int(wide.byteSwapped)
                } else {
                    // Safe: as above.
                    let wide = unsafe base.loadUnaligned(fromByteOffset: offset &+ 2, as: UInt64.self)
                    offset &+= 10 &+ mask &+ Int(truncatingIfNeeded: wide.byteSwapped)
                }
            }
            return frames
        }
    }
}
