#if DEBUG
    import Glibc
    import Testing

    @testable import Reactor

    @Suite struct AppendFileTests {
        private let place = Folder()
        private let hello = Array("hello\n".utf8)

        @Test func `what is added stands behind what was there`() throws {
            let path = place.write("file", "a\nb")
            var file = try AppendFile(path: path)
            let wasTorn = file.isTorn()
            #expect(wasTorn)
            #expect(file.size == 3 && file.isRegular)
            let (written, failure) = file.append(hello.span)
            #expect(written == 6 && failure == nil && file.size == 9)
            let isTorn = file.isTorn()
            #expect(!isTorn)
            #expect(try SmallFile.read(path).bytes == Array("a\nbhello\n".utf8))
        }

        @Test func `an empty file and a pipe are not torn`() throws {
            let fresh = try AppendFile(path: place.path(of: "new"))
            let device = try AppendFile(path: "/dev/null")
            let areTorn = [fresh.isTorn(), device.isTorn()]
            #expect(areTorn == [false, false])
            #expect(fresh.size == 0 && fresh.isRegular && !device.isRegular)
        }

        @Test func `a file that is open here is locked until it is closed`() throws {
            let path = place.path(of: "file")
            do {
                let first = try AppendFile(path: path)
                let error = #expect(throws: SystemError.self) { _ = try AppendFile(path: path) }
                #expect(error?.isLocked == true && first.size == 0)
            }
            _ = try AppendFile(path: path)
        }

        @Test func `a disk that becomes full says how much it took, and gives it back`() throws {
            let faults = SyscallFaults()
            faults.shorten(.write, to: 4)
            faults.fail(.write, nth: 2, with: ENOSPC)
            let path = place.write("file", "a\n")
            try Syscalls.$faults.withValue(faults) {
                var file = try AppendFile(path: path)
                let (written, failure) = file.append(hello.span)
                #expect(written == 4 && failure?.name == "ENOSPC" && file.size == 6)
                let isBack = file.takeBack(4)
                #expect(isBack && file.size == 2)
                let (all, none) = file.append(hello.span)
                #expect(all == 6 && none == nil)
            }
            #expect(try SmallFile.read(path).bytes == Array("a\nhello\n".utf8))
        }

        @Test func `files move on by one number, and the last is forgotten`() throws {
            let path = place.write("log", "0")
            _ = place.write("log.1", "1")
            _ = place.write("log.3", "3")
            try AppendFile.shift(path, keep: 3)
            #expect(try SmallFile.read(path + ".1").bytes == Array("0".utf8))
            #expect(try SmallFile.read(path + ".2").bytes == Array("1".utf8))
            #expect(try SmallFile.read(path + ".3").bytes == Array("3".utf8))
            #expect(throws: SystemError.self) { try SmallFile.read(path) }
            try AppendFile.shift(path, keep: 3)
            #expect(try SmallFile.read(path + ".3").bytes == Array("1".utf8))
        }
    }
#endif
