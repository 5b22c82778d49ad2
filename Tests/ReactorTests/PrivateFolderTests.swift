import Testing

@testable import Reactor

@Suite struct PrivateFolderTests {
    @Test func `it is made with those above it, for nobody else`() throws {
        let place = Folder()
        let folder = PrivateFolder(place.path(of: "a/b"))
        try folder.make()
        try folder.make()
        #expect(place.permissions(of: "a") == 0o700)
        #expect(place.permissions(of: "a/b") == 0o700)
    }

    @Test func `a file appears whole, once, and leaves nothing else behind`() throws {
        let place = Folder()
        let folder = PrivateFolder(place.path)
        #expect(try folder.create("key", [1, 2, 3], isSecret: true))
        #expect(try folder.create("key", [4], isSecret: true) == false)
        #expect(try folder.read("key")?.bytes == [1, 2, 3])
        #expect(try folder.read("key")?.isOpenToOthers == false)
        #expect(try folder.create("open", [], isSecret: false))
        #expect(try folder.read("open")?.isOpenToOthers == true)
        #expect(place.permissions(of: "key") == 0o600)
        #expect(place.names == ["key", "open"])
        #expect(try folder.read("none") == nil)
    }

    #if DEBUG
        @Test func `a full disk leaves no file`() {
            let place = Folder()
            let faults = SyscallFaults()
            faults.shorten(.write, to: 2)
            faults.fail(.write, nth: 3, with: 28)
            let error = Syscalls.$faults.withValue(faults) {
                #expect(throws: SystemError.self) {
                    try PrivateFolder(place.path).create("key", [1, 2, 3, 4, 5], isSecret: true)
                }
            }
            #expect(error?.description.hasSuffix("no space left on device (ENOSPC)") == true)
            #expect(faults.calls(of: .write) == 3)
            #expect(place.names.isEmpty)
        }
    #endif

    @Test func `a file that goes on and on is given up`() {
        let error = #expect(throws: SystemError.self) { try SmallFile.read("/dev/zero") }
        #expect(error?.name == "EFBIG")
    }
}
