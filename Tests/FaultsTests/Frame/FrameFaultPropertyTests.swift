import Observer
import Testing
import WebSocketWire

@testable import Faults

/// Whatever a rule matched, no fault traps on it, and equal seeds make equal plans.
struct FrameFaultPropertyTests {
    @Test(arguments: FaultCatalog.frame.map(\.name))
    func `a fault does the same to any plan twice, and traps on none`(_ name: String) throws {
        for seed in 0..<80 as Range<UInt64> {
            var generator = RandomStream(seed: seed)
            let faults = try variants(of: name)
            let fault = generator.pick(faults)
            let other = try generator.pick(variants(of: generator.pick(FaultCatalog.frame.map(\.name))))
            var results: [String] = []
            for _ in 0..<2 {
                var plan = randomPlan(seed)
                var random = RandomStream(seed: seed, name)
                fault.apply(to: &plan, &random)
                other.apply(to: &plan, &random)
                plan.focusOnMessage()
                fault.apply(to: &plan, &random)
                results.append((plan.items + plan.reply).map(described).joined(separator: " "))
            }
            #expect(results[0] == results[1], "seed \(seed), \(fault), \(other)")
        }
    }

    /// With its defaults, and with each word that its choices have.
    private func variants(of name: String) throws -> [any Fault] {
        let required: KeyValuePairs<String, String> = name == "delay" ? ["by": "1s"] : [:]
        let special: [String: [KeyValuePairs<String, String>]] = [
            "replace": [["payload": "xyz"], ["pattern": ".", "with": "$0$0"], ["opcode": "ping"]],
            "set": [["fin": "false"], ["rsv1": "true"], ["rsv1": "false", "opcode": "0xF"]],
            "corrupt": [[:], ["bits": "9"], ["bytes": "9", "at": "50%"], ["length": "7", "of": "message"]],
            "oversize": [["size": "300"]], "split": [[:], ["into": "7"], ["size": "3"]],
            "truncate": [[:], ["mode": "honest"], ["keep": "0"]], "mutate": [["strength": "9"]],
            "inject": [[:], ["to": "sender"], ["rsv": "7", "fin": "false", "place": "before"]],
        ]
        if let parameters = special[name] { return try parameters.map { try fault(name, $0) } }
        var variants = [try fault(name, required)]
        for parameter in FaultCatalog.kind(named: name)?.parameters ?? [] {
            guard case .choice(let choices) = parameter.form.shape else { continue }
            for choice in choices {
                let size: KeyValuePairs<String, String> = ["kind": "bomb", "size": "70000"]
                let isBomb = choice.name == "bomb"
                variants.append(try fault(name, isBomb ? size : [parameter.name: choice.name]))
            }
        }
        return variants
    }

    /// Anything that a peer may send: lies, fragments, control frames, nothing; compressed, really or not.
    private func randomPlan(_ seed: UInt64) -> Plan {
        var generator = RandomStream(seed: seed)
        let direction: Direction = generator.once(in: 2) ? .toClient : .toServer
        let frames = (0..<generator.below(5)).map { randomFrame($0, &generator) }
        let compression = generator.once(in: 2) ? MessageCompression(.init(), limit: 1 << 20) : nil
        let items = frames.map { Plan.Item.frame($0) } + (generator.once(in: 3) ? [.pause(.seconds(1))] : [])
        var message: [UInt8]? = frames.flatMap(\.payload)
        if let compression, frames.first?.header.isCompressed == true {
            message = compression.receive(frames).plaintext
        }
        var plan = Plan(direction, items, message: message, compression: compression)
        if generator.once(in: 3) {
            plan.focus(onFrame: UInt64(generator.below(4)))
        } else {
            plan.focusOnMessage()
        }
        return plan
    }

    private func randomFrame(_ number: Int, _ generator: inout RandomStream) -> DraftFrame {
        let opcodes: [UInt8] = [0, 0, 1, 1, 2, 8, 9, 10, 3, 15]
        // What inflates: RFC 7692's "Hello".
        let hello = [UInt8]([0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00])
        let payload = generator.once(in: 3) ? hello : generator.bytes(generator.below(40))
        let lengths: [UInt64] = [UInt64(payload.count), UInt64(payload.count), 0, 126, 1 << 63, .max]
        let key = MaskingKey(bits: UInt32(truncatingIfNeeded: generator.next()))
        let header = FrameHeader(
            opcode: Opcode(rawValue: generator.pick(opcodes)), isFinal: generator.once(in: 2),
            reservedBits: generator.pick([0, 0, 4, 4, 2, 7]), maskingKey: generator.once(in: 2) ? key : nil,
            payloadLength: generator.pick(lengths),
            lengthForm: generator.pick([nil, nil, .short, .two, .eight]))
        return DraftFrame(header, payload: payload, isSubject: true, origin: UInt64(number))
    }
}
