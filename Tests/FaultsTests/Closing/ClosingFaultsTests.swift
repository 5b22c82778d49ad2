import Faults
import Observer
import Testing
import WebSocketWire

/// What holds for all faults of the closing handshake, on plans that no fault was made for.
struct ClosingFaultsTests {
    private static let faults: [any Fault] = {
        var forged = SwallowClose()
        forged.answer = true
        var rewrite = RewriteClose()
        rewrite.code = CodeValue(65_535)
        rewrite.reason = String(repeating: "é", count: 200)
        var second = DoubleClose()
        second.reason = "no"
        var instead = TCPCloseFirst()
        instead.pass = false
        let forms = CloseForm.allCases.map { form in
            var fault = MalformClose()
            fault.form = form
            return fault
        }
        return [
            SwallowClose(), forged, DelayClose(), EarlyClose(), DoubleClose(), second, DataBeforeClose(),
            DataAfterClose(), RewriteClose(), rewrite, TCPCloseFirst(), instead,
        ] + forms
    }()

    @Test(arguments: 1...40)
    func `no plan traps, and equal draws give equal bytes`(seed: UInt64) {
        var draws = RandomStream(seed: seed)
        for _ in 0..<10 {
            let plan = Self.plan(&draws)
            let chosen = [draws.pick(Self.faults), draws.pick(Self.faults)]
            let state = draws.next()
            let one = Self.play(chosen, plan, state)
            #expect(one == Self.play(chosen, plan, state), "seed \(seed)")
        }
    }

    @Test func `a plan of the handshake is not torn apart`() {
        let head = ResponseHead(status: 101, reason: "", headers: [:])
        for fault in Self.faults {
            var plan = Plan(.toClient, [.head(.response(head))])
            var random = RandomStream(state: 1)
            fault.apply(to: &plan, &random)
            let hasHead = plan.items.contains { if case .head = $0 { true } else { false } }
            #expect(hasHead, "\(fault)")
        }
    }

    @Test func `every one is in the catalog, with an example that names it`() {
        for kind in FaultCatalog.closing {
            #expect(kind.layer == .closing)
            #expect(kind.example.contains(kind.name))
            #expect(kind.summary.hasSuffix("."))
            #expect(kind.clause?.hasPrefix("RFC 6455 §") == true)
        }
        #expect(
            FaultCatalog.closing.map(\.name) == [
                "swallow-close", "delay-close", "early-close", "double-close", "data-before-close",
                "data-after-close", "rewrite-close", "malform-close", "tcp-close-first",
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
        switch draws.below(5) {
        case 0: return Plan(direction)
        case 1: return ClosingPlans.crowded(direction)
        case 2: return Plan(direction, [.bytes([1]), .pause(.seconds(1)), .end(PlannedEnd(.reset))])
        default:
            let count = draws.once(in: 50) ? 70_000 : draws.pick([0, 1, 2, 3, 125, 126])
            var frame = ClosingPlans.frame(
                direction, draws.pick([.close, .close, .text, .ping]), draws.bytes(count))
            frame.header.payloadLength = draws.once(in: 3) ? draws.next() : frame.header.payloadLength
            frame.header.lengthForm = draws.pick(FrameHeader.LengthForm.allCases)
            return Plan(direction, [.frame(frame)])
        }
    }
}
