internal import Closecall

/// What a toxic was told, all of it: what a client left out has its standard value.
struct ToxicAttributes: Sendable, Hashable {
    /// In the order in which they are shown.
    var members: [JSONValue.Member]

    subscript(name: String) -> JSONValue? { members.first { $0.name == name }?.value }

    mutating func set(_ name: String, _ value: JSONValue) {
        let new = JSONValue.Member(name, value)
        if let index = members.firstIndex(where: { $0.name == name }) {
            members[index] = new
        } else {
            members.append(new)
        }
    }

    /// A whole number of 0 at least: what is negative counts as nothing.
    func whole(_ name: String) -> Int { max(0, self[name]?.whole(Int.self) ?? 0) }

    /// A share of 1.
    func share(_ name: String) -> Double { min(1, max(0, self[name]?.number ?? 0)) }

    func milliseconds(_ name: String) -> Duration { .milliseconds(min(whole(name), Self.longest)) }

    func microseconds(_ name: String) -> Duration { .microseconds(min(whole(name), Self.longest)) }

    /// A year in milliseconds: more would be none of anybody's business, and too much for a clock.
    private static let longest = 366 * 24 * 3600 * 1000
}
