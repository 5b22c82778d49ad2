import Testing

@testable import FuzzBodies

struct SessionInputTests {
    @Test
    func `what is written is read again`() {
        var input = SessionInput()
        input.switches = [.deflate, .twice]
        (input.ending, input.network, input.seed, input.more) = (1, 2, 3, 4)
        input.sizes = [5, 6, 7]
        input.sections = [
            .init(.client, [1, 2, 3], waits: true, pause: 7), .init(.server, []), .init(.rules, [9]),
            .init(.file, [UInt8](repeating: 65, count: 300), pause: 1),
        ]
        let bytes = input.bytes
        #expect(bytes.prefix(13) == [0x88, 1, 2, 3, 4, 5, 6, 7, 0x3C, 3, 1, 2, 3])
        #expect(SessionInput(reading: bytes.span).sections == input.sections)
        #expect(SessionInput(reading: bytes.span) == input)
    }

    @Test(arguments: 0...12)
    func `what is missing counts as nothing`(count: Int) {
        let bytes = Array([1, 0, 0, 0, 0, 0, 0, 0, 0, 9, 1, 2].prefix(count) as ArraySlice<UInt8>)
        let input = SessionInput(reading: bytes.span)
        #expect(input.switches == (count > 0 ? .ownHeads : []))
        #expect(input.sections.flatMap(\.bytes) == Array(bytes.dropFirst(10)))
    }

    @Test
    func `the seeds are written as they would be again, and their scenarios are none that is refused`() throws
    {
        for seed in try FuzzFolder.inputs(of: "session") where seed.path.hasPrefix("Corpus/") {
            let input = SessionInput(reading: seed.bytes.span)
            #expect(input.bytes == seed.bytes, "\(seed.path)")
            let isFile = input.sections.contains { $0.kind == .file }
            guard isFile || input.sections.contains(where: { $0.kind == .rules }) else { continue }
            let scenario = SessionScenario(of: input)
            #expect(scenario != nil && (isFile || scenario?.hasRules == true), "\(seed.path)")
        }
    }

    @Test
    func `a change is one of a choice, of what a peer says, of a rule, of a text, or of the order`() {
        var input = SessionInput()
        input.sections = [
            .init(.client, [0x81, 0x81, 0, 0, 0, 0, 0x61]), .init(.server, [0x81, 1, 0x61]),
            .init(.rules, [1, 2, 3, 4, 5, 6]), .init(.file, Array("rules: []".utf8)),
        ]
        var changed: Set<String> = []
        for seed in 0..<400 as Range<UInt32> {
            var bytes = input.bytes
            InputForm.session.mutate(&bytes, atMost: 400, seed: seed) { bytes, _ in bytes.append(0) }
            let new = SessionInput(reading: bytes.span)
            guard new.sections.map(\.kind) == input.sections.map(\.kind) else {
                changed.insert("order")
                continue
            }
            if bytes.prefix(8) != input.bytes.prefix(8) { changed.insert("choice") }
            for (one, other) in zip(new.sections, input.sections) where one.bytes != other.bytes {
                changed.insert("\(one.kind)")
            }
        }
        #expect(changed == ["order", "choice", "client", "server", "rules", "file"])
    }
}
