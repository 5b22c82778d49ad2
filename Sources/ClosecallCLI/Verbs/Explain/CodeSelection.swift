/// Which codes a person asked for.
enum CodeSelection: Equatable {
    case code(UInt16)
    case range(ClosedRange<UInt16>)

    init(_ text: String?) throws(CommandFailure) {
        guard let text else {
            self = .range(0...UInt16.max)
            return
        }
        if let code = Self.number(text) {
            self = .code(try Self.checked(code, text))
            return
        }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map {
            Self.number(String($0))
        }
        guard ends.count == 2, let first = ends[0], let last = ends[1] else {
            throw CommandFailure("\"\(text)\" is neither a close code (1006) nor a range (1000-1015)")
        }
        let range = (try Self.checked(first, text), try Self.checked(last, text))
        guard range.0 <= range.1 else {
            throw CommandFailure("the range \"\(text)\" runs backwards, write \(range.1)-\(range.0)")
        }
        self = .range(range.0...range.1)
    }

    /// Digits only; a number too long for any integer is still one, and out of range.
    private static func number(_ text: String) -> UInt64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return UInt64(text) ?? .max
    }

    private static func checked(_ number: UInt64, _ text: String) throws(CommandFailure) -> UInt16 {
        guard let code = UInt16(exactly: number) else {
            throw CommandFailure("\"\(text)\" is out of range, close codes go from 0 to 65535")
        }
        return code
    }
}
