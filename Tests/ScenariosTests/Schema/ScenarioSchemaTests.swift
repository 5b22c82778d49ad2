import Faults
import Foundation
import Scenarios
import Testing

struct ScenarioSchemaTests {
    private static let text = ScenarioSchema.text()

    private func complaint(_ yaml: String) throws -> String? {
        let root = try #require(YAMLDocument(Array(yaml.utf8)).root)
        return try SchemaChecker(Self.text).complaint(about: root)
    }

    @Test
    func `the schema is JSON, names its draft, and every reference leads somewhere`() throws {
        let root = try SchemaChecker(Self.text).root
        #expect(root["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
        let definitions = try #require(root["$defs"] as? [String: Any])
        let references = Self.text.matches(of: /"#\/\$defs\/([a-zA-Z]+)"/).map { String($0.1) }
        #expect(Set(references) == Set(definitions.keys))
        #expect(ScenarioSchema.text() == Self.text)
        #expect(Self.text.utf8.count < 250_000)
    }

    @Test
    func `every fault's example conforms to the schema`() throws {
        for kind in FaultCatalog.all {
            #expect(try complaint(kind.exampleScenario) == nil, "\(kind.name)")
        }
    }

    @Test
    func `every scenario of the gallery conforms to the schema`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Scenarios")
        let files = FileManager.default.enumerator(atPath: folder.path())?.compactMap { $0 as? String } ?? []
        for file in files where file.hasSuffix(".yaml") {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            #expect(try complaint(text) == nil, "\(file)")
        }
    }

    @Test
    func `what may be written conforms to the schema`() throws {
        let complaint = try complaint(
            """
            name: 5
            about: x
            seed: 7
            sessionKey: { header: X-User }
            link: apple/edge
            rules:
              - when:
                  direction: toClient
                  kind: [text, close]
                  nth: 2..4
                  size: 1 KiB..64 KiB
                  contains: { hex: ff 00 }
                  matches: ^a
                  json: { /a: 1 }
                  any: [{ kind: ping }, { not: { final: true } }]
                  after: 1.5s
                  phase: tunnel
                  session: { nth: every 3, headers: { Cookie: }, share: 2% }
                  probability: 0.5
                  limit: 1
                do: [drop, { truncate: 50% }, { truncate: { keep: 10, mode: honest } }, { delay: 250ms }]
              - when: { offset: 1 KiB }
                do: merge
            phases: [{ name: tunnel, at: 5s, for: 2s, every: 10s, link: { rate: 1 Mbit/s } }]
            play:
              client: [{ send: hello }, { send: { text: a, times: 3 } }, ping, { ping: x }, { wait: 1s }, { close: 1000 }, close]
              clients: 2
              reconnect: { attempts: 3, wait: 1s, factor: 1.5 }
            expect:
              client: { code: [1006, 1002], messages: 3.., received: [a, { repeat: x, times: 3 }], chromium: { code: 1002 } }
              reconnects: { attempts: 1..3, backOff: 1s, factor: 2 }
              within: 3s
            """)
        #expect(complaint == nil)
    }

    @Test(
        arguments: [
            "rules: []", "name: x\nrule: []", "name: x\nseed: lucky",
            "name: x\nrules: [{ when: { kind: text } }]",
            "name: x\nrules: [{ do: truncat }]", "name: x\nrules: [{ do: { truncate: { kep: 1 } } }]",
            "name: x\nrules: [{ do: { delay: 250 } }]", "name: x\nrules: [{ do: { drop: , merge: } }]",
            "name: x\nrules: [{ do: drop, when: { kind: txt } }]",
            "name: x\nrules: [{ do: drop, when: { nth: 0 } }]",
            "name: x\nrules: [{ do: drop, when: { any: { kind: text } } }]",
            "name: x\nplay: { client: [send] }",
            "name: x\nexpect: { client: { code: 5 } }", "name: x\nphases: [{ at: 5 }]",
        ])
    func `what the reader refuses the schema refuses, where one key is enough to know`(_ yaml: String) throws
    {
        #expect(try complaint(yaml) != nil)
        #expect(throws: ScenarioProblems.self) { try Scenario(reading: yaml) }
    }
}
