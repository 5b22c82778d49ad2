/// Bytes as people write them: two digits each, with blanks wherever they help.
func hex(_ text: String) -> [UInt8] {
    let digits = text.utf8.filter { $0 != 0x20 && $0 != 0x0A }.map { digit in
        digit < 0x3A ? digit - 0x30 : (digit | 0x20) - 0x57
    }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
