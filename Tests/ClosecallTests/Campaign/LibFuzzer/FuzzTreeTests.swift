import Foundation
import Testing

@testable import Closecall

@Suite struct FuzzTreeTests {
    @Test func `a tree is found from any folder in it`() throws {
        let stage = try FuzzStage()
        let deep = stage.path("Fuzz/Sources/fake")
        #expect(try FuzzTree.around(deep).root == "\(deep)/../../..")
        #expect(try FuzzTree.around(deep).targets() == ["fake"])
        #expect(try FuzzTree.around(stage.root) == FuzzTree(at: stage.root))
    }

    @Test func `another package's folder Fuzz is no tree of ours`() throws {
        let stage = try FuzzStage()
        try stage.write("let package = Package(name: \"other\")", to: "Fuzz/Package.swift")
        let problem = #expect(throws: FuzzProblem.self) { try FuzzTree.around(stage.root) }
        #expect(
            "\(try #require(problem))"
                == "there is no source tree of closecall in \(stage.root) or above it: fuzzing builds programs from "
                + "it, so go there, or name it with --tree DIR")
    }

    @Test func `paths are as short as they can be typed`() throws {
        let stage = try FuzzStage()
        #expect(try stage.tree.path("Fuzz/Corpus") == "\(stage.root)/Fuzz/Corpus")
        let tree = try repository
        #expect(tree.path("Fuzz").hasSuffix("/Fuzz"))
    }

    @Test func `an unknown target is answered with the nearest`() throws {
        let stage = try FuzzStage()
        let near = #expect(throws: FuzzProblem.self) { try stage.tree.target("fkae") }
        #expect("\(try #require(near))" == "there is no target \"fkae\", did you mean \"fake\"?")
        let far = #expect(throws: FuzzProblem.self) { try stage.tree.target("zzz") }
        #expect("\(try #require(far))" == "there is no target \"zzz\", there are fake")
    }

    @Test func `seeds and regressions are listed, and neither need be there`() throws {
        let stage = try FuzzStage()
        #expect(try stage.tree.seeds(of: "fake") == [stage.path("Fuzz/Corpus/fake/one")])
        #expect(try stage.tree.regressions(of: "fake").isEmpty)
        #expect(try stage.tree.storedInputs("fake") == [stage.path("Fuzz/Corpus/fake")])
        #expect(try stage.tree.dictionary("fake") == nil)
    }

    /// `FuzzBodiesTests` sees to it that the folders are the bodies.
    @Test func `every target of this repository has a line in the table`() throws {
        let names = FuzzSubject.all.map(\.name)
        #expect(names == names.sorted())
        #expect(try repository.targets() == names)
        for subject in FuzzSubject.all {
            #expect(!subject.summary.hasSuffix(".") && subject.summary.count < 80)
        }
    }

    private var repository: FuzzTree {
        get throws {
            try FuzzTree.around(String(#filePath[..<(#filePath.lastIndex(of: "/") ?? #filePath.endIndex)]))
        }
    }
}
