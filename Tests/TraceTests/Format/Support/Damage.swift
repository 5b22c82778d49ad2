internal import Testing

/// A block that no reader can take, and what is wrong with it.
struct Damage: Sendable, CustomTestStringConvertible {
    let reason: String
    let add: @Sendable (inout FileDraft) -> Void

    init(_ reason: String, _ add: @escaping @Sendable (inout FileDraft) -> Void) {
        self.reason = reason
        self.add = add
    }

    var testDescription: String { reason }

    /// Three words: what a block begins with, and a little.
    private static func words(_ numbers: [UInt32]) -> @Sendable (inout FileDraft) -> Void {
        { file in for number in numbers { file.number(number) } }
    }

    static let all = [
        Damage("a block claims a length of 8 bytes", words([6, 8, 8])),
        Damage("a block claims a length of 33 bytes", words([6, 33, 8])),
        Damage("a block claims a length of 4294967292 bytes", words([6, 0xFFFF_FFFC, 8])),
        Damage("a section header has only 4 bytes", words([0x0A0D_0D0A, 16, 0x1A2B_3C4D, 16])),
        Damage("a block's two lengths differ") { file in
            file.packet([1])
            file.bytes[file.bytes.count - 4] += 4
        },
        Damage("a section header has no byte order") { file in
            file.section()
            file.bytes[file.bytes.count - 28 + 8] += 1
        },
        Damage("a section is of pcapng version 2; only version 1 is known") { $0.section(version: 2) },
        Damage("a packet is of interface 1, which no block before it describes") {
            $0.packet([], interface: 1)
        },
        Damage("a packet block has only 4 bytes") { $0.block(6) { $0.number(UInt32(0)) } },
        Damage("a packet of 5 bytes runs past the end of its block") { file in
            file.packet([1, 2, 3, 4])
            file.bytes[file.bytes.count - 36 + 20] = 5
        },
        Damage("a packet claims a length of 16777217 bytes") { file in
            file.packet([1, 0, 0, 0])
            let length = file.bytes.count - 16
            file.bytes.replaceSubrange(length..<length + 4, with: [1, 0, 0, 1])
        },
        Damage("an option runs past the end of its block") { file in
            file.packet([]) { words([0x0005_0001, 0])(&$0) }
        },
        Damage("an interface block has only 0 bytes") { $0.block(1) { _ in } },
        Damage("statistics are of interface 9, which no block before it describes") { file in
            file.block(5) { words([9, 0, 0])(&$0) }
        },
        Damage("secrets run past the end of their block") { file in
            file.block(10) { words([0x544C_534B, 4])(&$0) }
        },
    ]
}
