import Faults
import Foundation
import Scenarios
import Testing

/// Files with something wrong in them, in `Broken/`, each beside the messages it gives.
///
/// `UPDATE_SNAPSHOTS=1 swift test --filter BrokenFileTests` writes the messages anew: read the diff before you commit it.
struct BrokenFileTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Broken")

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }()

    @Test
    func `there are a hundred broken files and more`() {
        #expect(Self.names.count >= 100)
    }

    @Test(arguments: names)
    func `a broken file gives the messages that stand beside it`(_ name: String) throws {
        let bytes = Array(try Data(contentsOf: Self.folder.appending(path: "\(name).yaml")))
        let problems = try #require(found(bytes, name), "nothing is wrong with it")
        let text = problems.description + "\n"
        let file = Self.folder.appending(path: "\(name).txt")
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
        #expect(problems.problems.map(\.place) == problems.problems.map(\.place).sorted())
    }

    @Test
    func `a broken scenario is read in no time, however it is damaged`() {
        let seed: UInt64 = 20_261_121
        var random = RandomStream(seed: seed, "scenario damage")
        let texts = FaultCatalog.all.map { Array($0.exampleScenario.utf8) }
        let signs = Array("{}[],:-?&*!|>'\"%@`#\n\t \0$~<".utf8)
        for round in 0..<2000 where !texts.isEmpty {
            var bytes = texts[random.below(texts.count)]
            for _ in 0...random.below(3) {
                let place = random.below(bytes.count)
                switch random.below(4) {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: place)
                case 2: bytes.removeSubrange(place..<min(bytes.count, place + random.below(9)))
                default: bytes.insert(signs[random.below(signs.count)], at: place)
                }
                if bytes.isEmpty { bytes = [0x20] }
            }
            let problems = found(bytes, "damaged")?.problems ?? []
            let places = problems.map(\.place)
            #expect(places == places.sorted(), "seed \(seed), round \(round)")
            #expect(problems.allSatisfy { !$0.message.isEmpty }, "seed \(seed), round \(round)")
        }
    }

    private func found(_ bytes: [UInt8], _ name: String) -> ScenarioProblems? {
        do throws(ScenarioProblems) {
            _ = try Scenario(reading: bytes, file: "\(name).yaml")
            return nil
        } catch {
            return error
        }
    }
}
