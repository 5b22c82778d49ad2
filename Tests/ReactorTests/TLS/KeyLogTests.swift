import Testing

@testable import Reactor

@Suite struct KeyLogTests {
    @Test func `it is the owner's alone, and is added to`() throws {
        let folder = Folder()
        let path = folder.path(of: "keys")
        try KeyLog(path: path).append("one")
        try KeyLog(path: path).append("two")
        #expect(folder.text(of: "keys") == "one\ntwo\n")
        #expect(folder.permissions(of: "keys") == 0o600)
    }

    @Test func `many threads do not cut into each other's lines`() async throws {
        let folder = Folder()
        let path = folder.path(of: "keys")
        let logs = [try KeyLog(path: path), try KeyLog(path: path)]
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    for _ in 0..<100 { logs[number % 2].append(String(repeating: "\(number)", count: 200)) }
                }
            }
        }
        let text = folder.text(of: "keys") ?? ""
        let lines = text.split(separator: "\n")
        #expect(lines.count == 800)
        #expect(lines.allSatisfy { $0.count == 200 && Set($0).count == 1 })
    }

    @Test func `a place that cannot be written is named`() {
        let error = #expect(throws: SystemError.self) { try KeyLog(path: "/no/such/keys") }
        #expect(error?.description == "open /no/such/keys: no such file or directory (ENOENT)")
    }
}
