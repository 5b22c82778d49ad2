/// First in, first out.
struct Queue<Element> {
    private var elements: [Element?] = []
    private var start = 0

    var count: Int { elements.count - start }

    var first: Element? { start < elements.count ? elements[start] : nil }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func removeFirst() {
        guard start < elements.count else { return }
        elements[start] = nil
        start += 1
        // Moving the rest costs no more than what was taken before.
        guard start * 2 > elements.count else { return }
        elements.removeFirst(start)
        start = 0
    }
}
