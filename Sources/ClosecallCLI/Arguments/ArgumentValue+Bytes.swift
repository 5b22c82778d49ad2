extension ArgumentValue {
    /// `65536`, `64KiB`, `1 MiB`, `16MB`.
    static func size(_ text: String) throws(CommandFailure) -> Int {
        let digits = text.prefix { ("0"..."9").contains($0) }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let number = Int(digits), let scale = sizeUnits[String(unit)] else {
            throw CommandFailure("\"\(text)\" is not a size, write bytes (65536), 64KiB, 1MiB or 1GiB")
        }
        let (size, isTooLarge) = number.multipliedReportingOverflow(by: scale)
        guard !isTooLarge, size <= largestSize else {
            throw CommandFailure("\"\(text)\" is more than 1024 GiB, write a smaller size")
        }
        return size
    }

    private static let largestSize = 1 << 40
    private static let sizeUnits = [
        "": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "kB": 1000, "KB": 1000,
        "MB": 1_000_000,
        "GB": 1_000_000_000,
    ]

    /// `00ff10` or `00 ff 10`.
    static func hex(_ text: String) throws(CommandFailure) -> [UInt8] {
        var digits: [UInt8] = []
        for character in text where character != " " {
            guard character.isASCII, let digit = character.hexDigitValue else {
                throw CommandFailure(
                    "\"\(text)\" is not hex: \"\(character)\" is no digit, write two a byte, such as 00ff10")
            }
            digits.append(UInt8(digit))
        }
        guard digits.count.isMultiple(of: 2) else {
            throw CommandFailure(
                "\"\(text)\" has \(digits.count) hex digits, write two for each byte, such as 00ff10")
        }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
