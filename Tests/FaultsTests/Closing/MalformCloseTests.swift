import Faults
import Observer
import Testing

/// Each form has its bytes here, written by hand, for a Close 1000 "bye" of either side.
struct MalformCloseTests {
    private static let padding = String(repeating: "78", count: 121)

    private static let fromServer: [(CloseForm, String)] = [
        (.empty, "8800"),
        (.oneByte, "880103"),
        (.code0, "88050000627965"),
        (.code999, "880503e7627965"),
        (.code1004, "880503ec627965"),
        (.code1005, "880503ed627965"),
        (.code1006, "880503ee627965"),
        (.code1015, "880503f7627965"),
        (.code1016, "880503f8627965"),
        (.code2999, "88050bb7627965"),
        (.code5000, "88051388627965"),
        (.code65535, "8805ffff627965"),
        (.invalidUTF8Reason, "880603e8627965ff"),
        (.reasonTooLong, "887e007e03e8627965" + padding),
        (.oversize, "887f000000000001000003e8627965" + String(repeating: "78", count: 65_531)),
        (.fragmented, "080203e8" + "8003627965"),
        (.rsv1, "c80503e8627965"),
        (.rsv2, "a80503e8627965"),
        (.rsv3, "980503e8627965"),
        (.wrongMask, "8885c15c0289c2b460f0a4"),
    ]

    private static let fromClient: [(CloseForm, String)] = [
        (.empty, "888037fa213d"),
        (.oneByte, "888137fa213d34"),
        (.code0, "888537fa213d37fa434452"),
        (.code999, "888537fa213d341d434452"),
        (.code1004, "888537fa213d3416434452"),
        (.code1005, "888537fa213d3417434452"),
        (.code1006, "888537fa213d3414434452"),
        (.code1015, "888537fa213d340d434452"),
        (.code1016, "888537fa213d3402434452"),
        (.code2999, "888537fa213d3c4d434452"),
        (.code5000, "888537fa213d2472434452"),
        (.code65535, "888537fa213dc805434452"),
        (.invalidUTF8Reason, "888637fa213d341243445205"),
        (.fragmented, "088237fa213d3412" + "8083c15c0289a32567"),
        (.rsv1, "c88537fa213d3412434452"),
        (.rsv2, "a88537fa213d3412434452"),
        (.rsv3, "988537fa213d3412434452"),
        (.wrongMask, "880503e8627965"),
    ]

    private static let truncated: [(CloseForm, Direction, String)] = [
        (.truncated1, .toClient, "88"),
        (.truncated2, .toClient, "8805"),
        (.truncated3, .toClient, "880503"),
        (.truncated1, .toServer, "88"),
        (.truncated2, .toServer, "8885"),
        (.truncated3, .toServer, "888537"),
    ]

    private func fault(_ form: CloseForm) -> MalformClose {
        var fault = MalformClose()
        fault.form = form
        return fault
    }

    @Test(arguments: fromServer)
    func `a server's Close is malformed to the byte`(form: CloseForm, wire: String) {
        #expect(fault(form).departures(of: ClosingPlans.close(.toClient)) == [.bytes(wire)])
    }

    @Test(arguments: fromClient)
    func `a client's Close is malformed to the byte`(form: CloseForm, wire: String) {
        #expect(fault(form).departures(of: ClosingPlans.close(.toServer)) == [.bytes(wire)])
    }

    @Test(arguments: [
        (CloseForm.reasonTooLong, "88fe007e37fa213d", 134), (.oversize, "88ff0000000000010000", 65_550),
    ])
    func `a client's long Close has the header of its length`(form: CloseForm, start: String, count: Int) {
        guard case .bytes(let wire)? = fault(form).departures(of: ClosingPlans.close(.toServer)).first else {
            Issue.record("nothing left")
            return
        }
        #expect(wire.hasPrefix(start))
        #expect(wire.count == 2 * count)
        // The key goes on round the padding: 78 ^ 3d, 37, fa, 21 in turn, from its last byte on.
        #expect(wire.hasSuffix(form == .oversize ? "4f825945" : "5945" + "4f82"))
    }

    @Test(arguments: truncated)
    func `a truncated Close is followed by the end`(form: CloseForm, direction: Direction, wire: String) {
        #expect(
            fault(form).departures(of: ClosingPlans.close(direction)) == [
                .bytes(wire), .end(.close, .both),
            ])
        var reset = fault(form)
        reset.then = .reset
        reset.leg = .client
        #expect(
            reset.departures(of: ClosingPlans.close(direction)) == [.bytes(wire), .end(.reset, .client)])
    }

    @Test func `every form has its bytes here and a word of its own`() {
        let covered = Self.fromServer.map(\.0) + Self.truncated.map(\.0)
        #expect(Set(covered) == Set(CloseForm.allCases))
        #expect(Set(CloseForm.allCases.map(\.summary)).count == CloseForm.allCases.count)
    }

    @Test(arguments: CloseForm.allCases)
    func `a form is read by its name, and says its clause and what clients do`(form: CloseForm) throws {
        let kind = try #require(FaultCatalog.kind(named: "malform-close"))
        var problems: [ValueProblem] = []
        let read = kind.fault(from: Value(form.rawValue), at: Place(line: 1, column: 1), &problems)
        #expect(read as? MalformClose == fault(form))
        #expect(form.clause?.hasPrefix("RFC 6455 §") == true)
        #expect(form.clients?.hasSuffix(".") == true)
    }

    @Test func `the names are stable`() {
        #expect(
            CloseForm.allCases.map(\.rawValue) == [
                "empty", "one-byte", "code-0", "code-999", "code-1004", "code-1005", "code-1006", "code-1015",
                "code-1016", "code-2999", "code-5000", "code-65535", "invalid-utf8-reason", "reason-too-long",
                "oversize", "fragmented", "rsv1", "rsv2", "rsv3", "wrong-mask", "truncated-1", "truncated-2",
                "truncated-3",
            ])
    }

    @Test func `an empty Close says 1000`() {
        #expect(fault(.oneByte).departures(of: ClosingPlans.close(.toClient, [])) == [.bytes("880103")])
        #expect(
            fault(.truncated3).departures(of: ClosingPlans.close(.toClient, [])) == [
                .bytes("880203"), .end(.close, .both),
            ])
    }

    @Test func `code and reason may be others`() {
        var other = fault(.rsv1)
        other.code = CodeValue(4000)
        other.reason = "no"
        #expect(other.departures(of: ClosingPlans.close(.toClient)) == [.bytes("c8040fa06e6f")])
    }

    @Test func `a reason that fills the frame makes room for the bad byte`() {
        var full = fault(.invalidUTF8Reason)
        full.reason = String(repeating: "a", count: 123)
        #expect(
            full.departures(of: ClosingPlans.close(.toClient)) == [
                .bytes("887d03e8" + String(repeating: "61", count: 122) + "ff")
            ])
    }

    @Test func `a malformed one leaves before a text`() {
        #expect(
            fault(.oneByte).departures(of: ClosingPlans.text(.toClient)) == [.bytes("880103" + "81026869")])
        #expect(
            fault(.wrongMask).departures(of: ClosingPlans.text(.toServer)) == [
                .bytes("880203e8" + "818237fa213d5f93")
            ])
    }

    @Test func `a form that says the code takes no other`() {
        var both = fault(.code1005)
        both.code = CodeValue(1000)
        #expect(
            both.conflict == "the form \"code-1005\" leaves no room for a \"code\"; leave one of them out")
        #expect(fault(.code1005).conflict == nil)
    }
}
