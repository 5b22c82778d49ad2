import WebSocketWire

/// The XOR alone, in place and while copying, beside a copy.
enum Masking {
    static func run(rounds: Int) {
        var table = Table(
            "MaskingKey: one payload of 1 MiB, again and again, one thread",
            columns: ["work", "GB/s", "vs memcpy"])
        let size = 1 << 20
        let times = 64
        var payload = [UInt8](repeating: 0x5A, count: size)
        var copy = [UInt8](repeating: 0, count: size)
        let key = MaskingKey(0x37, 0xFA, 0x21, 0x3D)
        let contenders = [
            Contender(name: "in place", work: { inPlace(&payload, key, times) }, expected: times),
            Contender(name: "copying", work: { copying(payload, key, times) }, expected: times * size),
            Contender(
                name: "memcpy",
                work: {
                    (0..<times).reduce(0) { sum, _ in sum + FrameDecoding.copyAll(payload, into: &copy) }
                },
                expected: times * size),
        ]
        let seconds = medianSeconds(contenders, rounds: rounds)
        for (contender, value) in zip(contenders, seconds) {
            table.add([
                contender.name, figure(value.map { Double(size * times) / $0 / 1e9 }),
                ratio(seconds[2], value),
            ])
        }
        table.print()
    }

    @inline(never)
    private static func inPlace(_ payload: inout [UInt8], _ key: MaskingKey, _ times: Int) -> Int {
        for _ in 0..<times {
            var span = payload.mutableSpan
            key.apply(to: &span)
        }
        return times
    }

    @inline(never)
    private static func copying(_ payload: [UInt8], _ key: MaskingKey, _ times: Int) -> Int {
        var output: [UInt8] = []
        output.reserveCapacity(payload.count)
        var sum = 0
        for _ in 0..<times {
            output.removeAll(keepingCapacity: true)
            key.append(payload.span, to: &output)
            sum += output.count
        }
        return sum
    }
}
