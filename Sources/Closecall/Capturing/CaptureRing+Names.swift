internal import Reactor

extension CaptureRing {
    /// `x_00001_20261121190000.pcapng`: the name of the file number `number` of `x.pcapng`.
    ///
    /// A file keeps its name for as long as it is there, names sort by age, and Wireshark takes files that are named
    /// like this for parts of one set (File > File Set).
    static func name(_ path: String, number: Int, at time: WallTime) -> String {
        let digits = "\(number)"
        let padding = String(repeating: "0", count: max(0, 5 - digits.count))
        let stamp = "\(time)".filter(\.isNumber)
        let (stem, ending) = split(path)
        return "\(stem)_\(padding)\(digits)_\(stamp)\(ending)"
    }

    /// The dot of the ending stands in the last part of the path, and not in front of it.
    private static func split(_ path: String) -> (stem: Substring, ending: Substring) {
        let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        guard let dot = path[name...].lastIndex(of: "."), dot > name else { return (path[...], "") }
        return (path[..<dot], path[dot...])
    }
}
