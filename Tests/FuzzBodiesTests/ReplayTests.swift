import FuzzBodies
import Testing

/// Runs every input in the repository through its target, without libFuzzer. A broken promise is a trap, which
/// ends the run and prints the promise's file and line.
struct ReplayTests {
    @Test(arguments: FuzzTarget.all.map(\.name))
    func `every seed and every input that once broke something keeps the target's promises`(
        _ name: String
    ) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        for input in try FuzzFolder.inputs(of: name) {
            let bytes = input.bytes
            target.body(bytes.span)
        }
    }

    @Test(arguments: FuzzTarget.all.map(\.name))
    func `an input may end anywhere`(_ name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        for count in 0...8 {
            for byte: UInt8 in [0, 1, 0xFF] {
                let input = [UInt8](repeating: byte, count: count)
                target.body(input.span)
            }
        }
    }

    @Test
    func `every scenario of the gallery is read, written and read again`() throws {
        let files = try FuzzFolder.gallery()
        #expect(files.count > 50)
        for input in files {
            // In front stand the choices of an input, which scenarios have no use for.
            let bytes = [0, 0, 0, 0] + input.bytes
            fuzzScenario(bytes.span)
        }
    }

    @Test
    func `every target has an entry point, seeds, and a body`() throws {
        let names = FuzzTarget.all.map(\.name)
        #expect(try FuzzFolder.names(in: "Sources") == names)
        #expect(try FuzzFolder.names(in: "Corpus") == names)
        for name in names {
            #expect(try FuzzFolder.names(in: "Corpus/\(name)").count >= 10, "\(name) has hardly any seeds")
            let entry = try FuzzFolder.text("Sources/\(name)/EntryPoint.swift")
            #expect(entry.contains("@c(LLVMFuzzerTestOneInput)"))
        }
    }

    @Test
    func `regressions and dictionaries belong to targets`() throws {
        let names = Set(FuzzTarget.all.map(\.name))
        #expect(try Set(FuzzFolder.names(in: "Regressions")).subtracting(names).isEmpty)
        let dictionaries = try FuzzFolder.names(in: "Dictionaries")
        #expect(dictionaries.allSatisfy { $0.hasSuffix(".dict") })
        #expect(Set(dictionaries.map { String($0.dropLast(5)) }).isSubset(of: names))
    }

    @Test
    func `a seed is small`() throws {
        for name in FuzzTarget.all.map(\.name) {
            for input in try FuzzFolder.inputs(of: name) {
                #expect(input.bytes.count <= 4096, "\(input.path) has \(input.bytes.count) bytes")
            }
        }
    }
}
