internal import Glibc
internal import Reactor
internal import Testing

@Suite struct ChildProcessTests {
    @Test func `what a program prints is read, both streams, and then its status`() throws {
        let child = try ChildProcess(["sh", "-c", "echo one; echo two >&2; exit 3"])
        #expect(all(of: child) == "one\ntwo\n")
        #expect(child.wait(atMost: .seconds(5)) == .status(3))
    }

    @Test func `variables and the folder are handed on, and set ones replaced`() throws {
        let child = try ChildProcess(
            ["sh", "-c", "echo $HOME $COLOUR; pwd"], environment: [("HOME", "/nowhere"), ("COLOUR", "red")],
            in: "/usr")
        #expect(all(of: child) == "/nowhere red\n/usr\n")
    }

    @Test func `a program that is not there is named`() {
        #expect(throws: SystemError(ENOENT, operation: "start", subject: "no-such-program-here")) {
            _ = try ChildProcess(["no-such-program-here"])
        }
    }

    @Test func `signals end it, whatever this thread blocks`() throws {
        let child = try ChildProcess(["sleep", "600"], output: .nothing)
        child.signal(SIGTERM)
        #expect(child.wait(atMost: .seconds(5)) == .signal(SIGTERM))
    }

    @Test func `one that ignores the wish to end is killed, with what it started`() throws {
        let child = try ChildProcess(["sh", "-c", "trap '' TERM; sleep 600 & echo $!; wait; wait; sleep 600"])
        var printed: [UInt8] = []
        while !printed.contains(0x0A) { printed += try #require(child.read(within: .seconds(5))) }
        let grandchild = try #require(Int32(String(decoding: printed.dropLast(), as: UTF8.self)))
        child.stop(patience: .milliseconds(50))
        #expect(child.wait(atMost: .zero) == .signal(SIGKILL))
        #expect(isGone(grandchild))
    }

    @Test func `one whose own child keeps the pipe is over when it ends`() throws {
        let child = try ChildProcess(["sh", "-c", "sleep 600 & echo here"])
        #expect(all(of: child) == "here\n")
        child.stop(patience: .zero)
    }

    @Test func `a file takes the output`() throws {
        let folder = Folder()
        let path = folder.path(of: "output")
        let child = try ChildProcess(["echo", "hello"], output: .file(path))
        #expect(child.read(within: .seconds(5)) == nil)
        #expect(try SmallFile.read(path, most: 100).bytes == Array("hello\n".utf8))
    }

    private func all(of child: ChildProcess) -> String {
        var bytes: [UInt8] = []
        while let more = child.read(within: .seconds(10)) { bytes += more }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A process whose parent is gone stays a zombie until init has noticed.
    private func isGone(_ pid: Int32) -> Bool {
        for _ in 0..<2000 {
            guard let status = try? SmallFile.read("/proc/\(pid)/stat", most: 4096).bytes else { return true }
            if String(decoding: status, as: UTF8.self).contains(") Z ") { return true }
            usleep(1000)
        }
        return false
    }
}
