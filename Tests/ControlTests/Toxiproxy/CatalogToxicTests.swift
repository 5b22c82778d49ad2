import Closecall
import Faults
import Observer
import Testing

@testable import Control

struct CatalogToxicTests {
    private func rules(_ type: String, _ attributes: String, _ direction: Direction = .toClient) throws
        -> Toxic
    {
        let body = #"{"type":"\#(type)","stream":"upstream","attributes":\#(attributes)}"#
        let toxic = try ToxicDraft(Array(body.utf8))
            .toxic(of: ToxiproxyProxy(name: "p", listen: "", upstream: ""))
        _ = try toxic.rules()
        return toxic
    }

    @Test(arguments: FaultCatalog.all.map(\.name))
    func `every fault of the catalog is a toxic`(name: String) throws {
        let kind = try #require(FaultCatalog.kind(named: name))
        let required = kind.parameters.filter(\.isRequired)
        let given = required.map { JSONValue.Member($0.name, .text(Self.example($0.form))) }
        let extra = Self.needed[name].map { [JSONValue.Member($0.name, $0.value)] } ?? []
        let attributes = GoJSON.bytes(.object(given + extra)).text
        let toxic = try rules("fault:\(name)", attributes)
        let rule = try #require(try toxic.rules().first)
        #expect(rule.when.directions == [.toServer])
        #expect(rule.faults.count == 1 && kind.describes(rule.faults[0]))
        // What a client reads it can send back, and nothing changes.
        let shown = GoJSON.bytes(.object(toxic.attributes.members)).text
        #expect(try rules("fault:\(name)", shown).attributes == toxic.attributes)
    }

    private static func example(_ form: ValueForm) -> String {
        if case .choice(let choices) = form.shape { return choices.first?.name ?? "" }
        return form.examples.first ?? "1"
    }

    /// What faults need though no single parameter of theirs is required.
    private static let needed: [String: (name: String, value: JSONValue)] = [
        "corrupt-bytes": ("probability", .text("1%")), "replace": ("payload", .text("x")),
        "set": ("fin", .flag(false)), "rewrite-close": ("code", .integer(4000)),
    ]

    @Test func `attributes mean what they mean in a scenario`() throws {
        let toxic = try rules("fault:latency", #"{"delay":"50ms","jitter":"10ms"}"#)
        let latency = try #require(try toxic.rules().first?.faults.first as? Latency)
        #expect(latency.delay == .milliseconds(50) && latency.jitter == .milliseconds(10))
        #expect(toxic.name == "fault:latency_upstream")
        #expect(
            GoJSON.bytes(toxic.json).text
                == #"{"attributes":{"delay":"50ms","jitter":"10ms","distribution":"uniform","correlation":"0%"},"#
                + #""name":"fault:latency_upstream","type":"fault:latency","stream":"upstream","toxicity":1}"#
        )
    }

    @Test func `when says when, but for the direction, which the stream says`() throws {
        let when = #"{"when":{"kind":"text","nth":3,"direction":"toClient"}}"#
        let rule = try #require(try rules("drop", when).rules().first)
        #expect(rule.when.directions == [.toServer])
        #expect(rule.when.occasion.includes(3) && !rule.when.occasion.includes(2))
    }

    @Test(arguments: [
        ("fault:latency", "{}", "\"latency\" needs \"delay\": how much later everything leaves"),
        ("stall", #"{"fro":"1s"}"#, "unknown parameter \"fro\" of \"stall\", did you mean \"for\"?"),
        ("drop", #"{"when":1}"#, "expected an object as \"when\", found number"),
        (
            "drop", #"{"when":{"kind":"time"}}"#,
            "\"drop\" works on messages and frames, but the rule is about a time"
        ),
    ])
    func `what is wrong is told as for a scenario`(type: String, attributes: String, message: String) {
        do {
            _ = try rules(type, attributes)
            Issue.record("it was taken")
        } catch {
            guard case .badAttributes(let reason) = error as? ToxiproxyError else {
                Issue.record(error)
                return
            }
            #expect(reason.hasPrefix(message), "\(reason)")
        }
    }
}
