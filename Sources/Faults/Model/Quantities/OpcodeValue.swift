public import WebSocketWire

/// An opcode by its name or its number: `text`, `0x3`, `11`.
public struct OpcodeValue: Hashable, Sendable {
    /// The opcode.
    public var opcode: Opcode

    /// This opcode.
    public init(_ opcode: Opcode) {
        self.opcode = opcode
    }
}

extension OpcodeValue: ParameterValue {
    /// One of the names, or a number from 0 to 15.
    public static let form = ValueForm(
        "an opcode", examples: ["text", "ping", "0x3"],
        shape: .either([
            .choice(
                named.map {
                    ValueForm.Choice($0.description, "opcode \($0.rawValue)", clause: "RFC 6455 §11.8")
                }),
            .integer(0...15), .text(pattern: "^0x[0-9a-fA-F]$"),
        ]))

    /// Reads a name, or a number in decimal or with `0x` before it.
    public init(_ value: Value) throws(ValueProblem) {
        guard let text = value.text else { throw Self.mismatch(value) }
        if let opcode = Self.named.first(where: { $0.description == text }) {
            self.init(opcode)
        } else if let number = text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text) {
            guard 0...15 ~= number else {
                throw ValueProblem(expected: "an opcode from 0 to 15", found: value)
            }
            self.init(Opcode(rawValue: UInt8(truncatingIfNeeded: number)))
        } else {
            let hint = Suggestion.phrase(for: text, among: Self.named.map(\.description)) ?? ""
            throw ValueProblem(at: value.place, Self.mismatch(value).message + hint)
        }
    }

    /// The name; the number of one that has none.
    public var written: String? {
        opcode.isReserved ? "0x" + String(opcode.rawValue, radix: 16, uppercase: true) : opcode.description
    }

    private static let named: [Opcode] = [.text, .binary, .continuation, .close, .ping, .pong]
}
