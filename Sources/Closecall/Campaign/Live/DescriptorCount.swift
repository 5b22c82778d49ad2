internal import Reactor

/// How many descriptors a process and its children have open: what leaks shows in no packet, as the connection itself is
/// gone.
struct DescriptorCount: Sendable {
    /// The first process.
    let pid: Int32

    /// All of them; nil where they cannot be counted.
    func now() -> Int? {
        var total = 0
        var wasCounted = false
        for process in family(of: pid, depth: 0) {
            // A process that has just ended has none.
            guard let files = try? FileTree.files(under: "/proc/\(process)/fd", where: { _ in true }) else {
                continue
            }
            total += files.count
            wasCounted = true
        }
        return wasCounted ? total : nil
    }

    /// A shell that was asked to start a server is not the server.
    private func family(of pid: Int32, depth: Int) -> [Int32] {
        guard depth < 4, let text = try? SmallFile.read("/proc/\(pid)/task/\(pid)/children").bytes else {
            return [pid]
        }
        let children = String(decoding: text, as: UTF8.self).split(separator: " ").compactMap { Int32($0) }
        return [pid] + children.flatMap { family(of: $0, depth: depth + 1) }
    }
}
