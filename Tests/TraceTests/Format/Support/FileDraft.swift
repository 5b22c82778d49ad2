/// A file written by hand, in either byte order: what our own writer does not write.
struct FileDraft {
    var bytes: [UInt8] = []
    let isBig: Bool

    init(isBig: Bool = false) { self.isBig = isBig }

    mutating func number(_ number: some FixedWidthInteger) {
        let places = stride(from: 0, to: number.bitWidth, by: 8)
        let digits = places.map { UInt8(truncatingIfNeeded: number >> $0) }
        bytes += isBig ? digits.reversed() : digits
    }

    /// A block around a body, which must be padded.
    mutating func block(_ kind: UInt32, _ body: (inout FileDraft) -> Void) {
        var inside = FileDraft(isBig: isBig)
        body(&inside)
        let length = UInt32(inside.bytes.count + 12)
        number(kind)
        number(length)
        bytes += inside.bytes
        number(length)
    }

    mutating func option(_ code: UInt16, _ value: [UInt8]) {
        number(code)
        number(UInt16(value.count))
        bytes += value
        while !bytes.count.isMultiple(of: 4) { bytes.append(0) }
    }

    mutating func section(version: UInt16 = 1) {
        block(0x0A0D_0D0A) { body in
            body.number(UInt32(0x1A2B_3C4D))
            body.number(version)
            body.number(UInt16(0))
            body.number(UInt64.max)
        }
    }

    mutating func interface(link: UInt16, snap: UInt32 = 0, _ options: (inout FileDraft) -> Void = { _ in }) {
        block(1) { body in
            body.number(link)
            body.number(UInt16(0))
            body.number(snap)
            options(&body)
        }
    }

    mutating func packet(
        _ packet: [UInt8], interface: UInt32 = 0, high: UInt32 = 0, low: UInt32 = 0, original: UInt32? = nil,
        _ options: (inout FileDraft) -> Void = { _ in }
    ) {
        block(6) { body in
            body.number(interface)
            body.number(high)
            body.number(low)
            body.number(UInt32(packet.count))
            body.number(original ?? UInt32(packet.count))
            body.bytes += packet + [UInt8](repeating: 0, count: -packet.count & 3)
            options(&body)
        }
    }

    /// A classic file's header.
    mutating func classic(_ magic: UInt32 = 0xA1B2_C3D4, snap: UInt32 = 65535, link: UInt32 = 1) {
        number(magic)
        number(UInt16(2))
        number(UInt16(4))
        number(UInt64(0))
        number(snap)
        number(link)
    }

    /// A classic file's record.
    mutating func record(_ seconds: UInt32, _ part: UInt32, _ packet: [UInt8], original: UInt32? = nil) {
        number(seconds)
        number(part)
        number(UInt32(packet.count))
        number(original ?? UInt32(packet.count))
        bytes += packet
    }
}
