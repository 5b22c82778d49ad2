import Foundation
import Testing

@testable import Reactor

@Suite struct FileTreeTests {
    @Test func `files are found in every folder, in order, hidden ones and links to folders aside`() throws {
        let place = Folder()
        let manager = FileManager.default
        for name in ["b/deep", ".git"] {
            try manager.createDirectory(atPath: place.path(of: name), withIntermediateDirectories: true)
        }
        for name in ["b/deep/2.yaml", "b/1.yaml", "a.yaml", "a.txt", ".git/x.yaml", ".hidden.yaml"] {
            place.write(name, "")
        }
        try manager.createSymbolicLink(
            atPath: place.path(of: "b/circle"), withDestinationPath: place.path)
        try manager.createSymbolicLink(
            atPath: place.path(of: "linked.yaml"), withDestinationPath: place.path(of: "a.txt"))
        let found = try FileTree.files(under: place.path) { $0.hasSuffix(".yaml") }
        #expect(
            found.map { $0.dropFirst(place.path.count + 1) }
                == ["a.yaml", "linked.yaml", "b/1.yaml", "b/deep/2.yaml"])
        #expect(try FileTree.files(under: place.path + "/") { $0 == "a.txt" } == [place.path(of: "a.txt")])
    }

    @Test func `a path is a folder, a file, or nothing`() throws {
        let place = Folder()
        #expect(try FileTree.isFolder(place.path))
        #expect(try !FileTree.isFolder(place.write("file", "")))
        let nothing = #expect(throws: SystemError.self) { try FileTree.isFolder(place.path(of: "nothing")) }
        #expect(nothing?.isMissingFile == true)
        let noFolder = #expect(throws: SystemError.self) {
            try FileTree.files(under: place.path(of: "file")) { _ in true }
        }
        #expect(noFolder?.name == "ENOTDIR")
    }
}
