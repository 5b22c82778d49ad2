/// Texts by number, each kept once: ten thousand sessions say the same few things. 0 is the empty text.
struct TextTable {
    private(set) var texts = [""]
    private var numbers = ["": 0]

    mutating func number(of text: String?) -> Int {
        guard let text else { return 0 }
        if let number = numbers[text] { return number }
        numbers[text] = texts.count
        texts.append(text)
        return texts.count - 1
    }
}
