internal import Closecall

/// Something that happened in a proxy.
struct ControlEvent: Sendable {
    /// Counted from 1 over all proxies.
    let number: UInt64
    /// The proxy's name.
    let proxy: String
    let entry: JournalEntry
}

/// The last few of something.
struct Recent<Element: Sendable>: Sendable {
    private let most: Int
    private var elements: [Element] = []
    /// Where the oldest stands once there is no room for more.
    private var oldest = 0

    init(most: Int) { self.most = most }

    mutating func append(_ element: Element) {
        guard elements.count == most else { return elements.append(element) }
        elements[oldest] = element
        oldest = (oldest + 1) % most
    }

    mutating func removeAll(where isOut: (Element) -> Bool) {
        elements = inOrder.filter { !isOut($0) }
        oldest = 0
    }

    /// The oldest one first.
    var inOrder: [Element] { Array(elements[oldest...] + elements[..<oldest]) }
}
