/// A table of text, columns as wide as they need; the first on the left, numbers on the right.
struct Table {
    let title: String
    let columns: [String]
    private var rows: [[String]] = []

    init(_ title: String, columns: [String]) {
        self.title = title
        self.columns = columns
    }

    mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    /// - Parameter spaced: whether an empty line follows.
    func print(spaced: Bool = true) {
        let all = [columns] + rows
        let widths = columns.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        Swift.print(title)
        for row in all {
            let cells = row.enumerated().map { index, cell in
                let padding = String(repeating: " ", count: widths[index] - cell.count)
                return index == 0 ? cell + padding : padding + cell
            }
            Swift.print("  " + cells.joined(separator: "  "))
        }
        if spaced { Swift.print("") }
    }
}

/// A number with as many decimals as three digits need; "-" for none.
func figure(_ value: Double?) -> String {
    guard let value else { return "-" }
    let decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2
    let scale = decimals == 0 ? 1.0 : decimals == 1 ? 10.0 : 100.0
    let scaled = Int(value * scale + 0.5)
    guard decimals > 0 else { return String(scaled) }
    let fraction = String(scaled % Int(scale))
    return String(scaled / Int(scale)) + "." + String(repeating: "0", count: decimals - fraction.count)
        + fraction
}

/// "3.4x", or "-" where one of the two is not there.
func ratio(_ numerator: Double?, _ denominator: Double?) -> String {
    guard let numerator, let denominator, denominator > 0 else { return "-" }
    return figure(numerator / denominator) + "x"
}
