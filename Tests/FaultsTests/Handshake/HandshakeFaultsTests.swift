import Faults
import Observer
import Testing
import WebSocketWire

/// What holds for all faults of the opening handshake, on plans that no fault was made for.
struct HandshakeFaultsTests {
    private static let faults: [any Fault] = {
        var big = InjectHeader()
        big.size = ByteCount(1000)
        var all = TruncateHandshake()
        all.keep = .share(1)
        var bytes = SlowHandshake()
        bytes.chunk = ByteCount(0)
        var endless = AnswerStatus()
        endless.retryAfter = .seconds(Int64.max)
        endless.code = Int.max
        return [
            Refuse(), StallHandshake(), SlowHandshake(), bytes, TruncateHandshake(), all, GarbageHandshake(),
            AnswerStatus(), endless, Redirect(), InterimResponse(), WrongAccept(), HTTPVersionChange(),
            InjectHeader(), big, StripHeader(), AddSubprotocol(), AddExtension(), StripExtension(),
        ]
    }()

    @Test(arguments: 1...40)
    func `no plan traps, and equal draws give equal bytes`(seed: UInt64) {
        var draws = RandomStream(seed: seed)
        for _ in 0..<25 {
            let plan = Self.plan(&draws)
            let chosen = [draws.pick(Self.faults), draws.pick(Self.faults)]
            let state = draws.next()
            #expect(
                Self.play(chosen, plan, state) == Self.play(chosen, plan, state), "seed \(seed)")
        }
    }

    @Test func `frames are left alone`() {
        for fault in Self.faults {
            #expect(fault.departures(of: ClosingPlans.text(.toClient)) == [.bytes("81026869")])
            #expect(fault.answers(to: ClosingPlans.text(.toServer)) == [])
        }
    }

    @Test func `every one is in the catalog, with an example that names it and a direction`() {
        for kind in FaultCatalog.handshake {
            #expect(kind.layer == .handshake)
            #expect(kind.example.contains(kind.name))
            #expect(kind.direction != nil)
            #expect(kind.clause?.hasPrefix("RFC ") == true)
        }
        #expect(
            FaultCatalog.handshake.map(\.name) == [
                "refuse", "stall-handshake", "slow-handshake", "truncate-handshake", "garbage-handshake",
                "status", "redirect", "interim-response", "wrong-accept", "http-version", "inject-header",
                "strip-header", "add-subprotocol", "add-extension", "strip-extension",
            ])
    }

    private static func play(_ faults: [any Fault], _ plan: Plan, _ state: UInt64) -> [[Departure]] {
        var plan = plan
        var random = RandomStream(state: state)
        for fault in faults { fault.apply(to: &plan, &random) }
        return [Departure.all(of: plan.items), Departure.all(of: plan.reply)]
    }

    private static func plan(_ draws: inout RandomStream) -> Plan {
        let direction = draws.pick([Direction.toServer, .toClient])
        let name = draws.pick(["Sec-WebSocket-Extensions", "Upgrade", "X"])
        let value = draws.bytes(draws.below(40))
        let headers = HTTPHeaders([HTTPHeader(name, rawValue: value), HTTPHeader(name, ", ;,")])
        switch draws.below(5) {
        case 0: return Plan(direction)
        case 1: return ClosingPlans.crowded(direction)
        case 2:
            // A head that goes the wrong way, between other things.
            return Plan(
                direction, [.bytes([1]), .head(.request(HandshakePlans.request)), .end(PlannedEnd(.reset))])
        case 3: return Plan(direction, [.head(.request(RequestHead(target: "", headers: headers)))])
        default:
            let head = ResponseHead(status: draws.pick([101, 200, 0]), reason: "", headers: headers)
            return Plan(direction, [.head(.response(head))])
        }
    }
}
