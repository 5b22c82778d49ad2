import Testing

@testable import Reactor

@Suite struct SmallFileTests {
    @Test func `what is written stands there alone, and is read again`() throws {
        let place = Folder()
        let path = place.write("file", "much more than is written now")
        try SmallFile.write([1, 2, 3], to: path)
        #expect(try SmallFile.read(path).bytes == [1, 2, 3])
        try SmallFile.write([], to: place.path(of: "new"))
        #expect(try SmallFile.read(place.path(of: "new")).bytes == [])
        #expect(throws: SystemError.self) { try SmallFile.write([1], to: place.path(of: "no/file")) }
    }
}
