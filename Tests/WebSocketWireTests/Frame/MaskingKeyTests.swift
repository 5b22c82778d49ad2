import Testing
import WebSocketWire

struct MaskingKeyTests {
    /// RFC 6455 §5.3: octet i is XORed with the key's octet i mod 4.
    private func byTheFormula(_ bytes: [UInt8], _ key: MaskingKey) -> [UInt8] {
        bytes.enumerated().map { $1 ^ key.bytes[$0 % 4] }
    }

    @Test func `the RFC's example "Hello"`() {
        var bytes = Array("Hello".utf8)
        var span = bytes.mutableSpan
        someKey.apply(to: &span)
        #expect(bytes == [0x7F, 0x9F, 0x4D, 0x51, 0x58])
    }

    @Test func `every length up to 200 at every start, in place and copied, touches no neighbour`() {
        let source = (0..<260).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
        for count in 0...200 {
            for start in [0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17] {
                var bytes = source
                var span = bytes.mutableSpan
                someKey.apply(to: &span, in: start..<(start + count))
                let middle = byTheFormula(Array(source[start..<(start + count)]), someKey)
                let expected = source[..<start] + middle + source[(start + count)...]
                #expect(bytes == Array(expected), "start \(start), count \(count)")
            }
            var output: [UInt8] = [1, 2, 3]
            someKey.append(source.span.extracting(0..<count), to: &output)
            #expect(output == [1, 2, 3] + byTheFormula(Array(source[..<count]), someKey), "count \(count)")
        }
    }

    @Test func `a payload in two pieces is masked as one`() {
        let source = (0..<64).map { UInt8($0) }
        let whole = byTheFormula(source, someKey)
        for cut in 0...64 {
            var bytes = source
            var span = bytes.mutableSpan
            someKey.apply(to: &span, in: 0..<cut)
            someKey.advanced(by: UInt64(cut)).apply(to: &span, in: cut..<64)
            #expect(bytes == whole, "cut at \(cut)")
        }
    }

    @Test func `it is written as it stands on the wire`() {
        #expect(someKey.description == "37fa213d")
        #expect(MaskingKey(0, 0, 0, 1).description == "00000001")
        #expect(MaskingKey(bits: 0x3D21_FA37) == someKey)
    }
}
