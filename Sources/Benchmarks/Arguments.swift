/// What stands behind a command: words, and options that each take a value (`--seed 7`) or none (`--json`).
struct Arguments {
    private(set) var words: [String] = []
    private var values: [String: [String]] = [:]
    private var switches: Set<String> = []

    init(_ arguments: some Sequence<String>, options: Set<String>, switches known: Set<String> = ["json"])
        throws(Failure)
    {
        var rest = Array(arguments)[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--") else {
                words.append(argument)
                continue
            }
            let name = String(argument.dropFirst(2))
            if known.contains(name) {
                switches.insert(name)
            } else if options.contains(name), let value = rest.popFirst() {
                values[name, default: []].append(value)
            } else {
                let all = (options.map { "--\($0) VALUE" } + known.map { "--\($0)" }).sorted()
                throw .unable(
                    "\(argument) is no option here, or its value is missing: \(all.joined(separator: ", "))")
            }
        }
    }

    func has(_ name: String) -> Bool { switches.contains(name) }
    func text(_ name: String) -> String? { values[name]?.last }
    func texts(_ name: String) -> [String] { values[name] ?? [] }

    func number<Number: LosslessStringConvertible>(_ name: String) throws(Failure) -> Number? {
        guard let text = text(name) else { return nil }
        guard let number = Number(text) else { throw .unable("--\(name) takes a number, not \(text)") }
        return number
    }

    func addresses(_ name: String) throws(Failure) -> [Address] {
        var addresses: [Address] = []
        for text in texts(name) {
            guard let address = Address(text) else {
                throw .unable("--\(name) takes an address such as 127.0.0.1:9000, not \(text)")
            }
            addresses.append(address)
        }
        return addresses
    }
}
