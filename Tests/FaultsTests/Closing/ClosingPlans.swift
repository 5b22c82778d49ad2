import Faults
import Observer
import WebSocketWire

/// The plans that closing faults are tried on.
enum ClosingPlans {
    /// `88 05 03e8 "bye"` from the server; from the client `88 85`, the key 37fa213d, and that masked.
    static func close(_ direction: Direction) -> Plan {
        Plan(direction, [.frame(frame(direction, .close, [0x03, 0xE8] + Array("bye".utf8)))])
    }

    /// A Close of one of the sides with any payload.
    static func close(_ direction: Direction, _ payload: [UInt8]) -> Plan {
        Plan(direction, [.frame(frame(direction, .close, payload))])
    }

    /// `81 02 "hi"` from the server, or from the client under 37fa213d.
    static func text(_ direction: Direction) -> Plan {
        Plan(direction, [.frame(frame(direction, .text, Array("hi".utf8)))])
    }

    /// A ping nobody asked about, the third text in two frames with a pong between them, and a Close behind.
    static func crowded(_ direction: Direction) -> Plan {
        var plan = Plan(direction)
        plan.items = [
            .frame(frame(direction, .ping, [1], isSubject: false)),
            .frame(frame(direction, .text, [0x61], isFinal: false)),
            .frame(frame(direction, .pong, [], isSubject: false)),
            .frame(frame(direction, .continuation, [0x62])),
            .frame(frame(direction, .close, [], isSubject: false)),
        ]
        return plan
    }

    static func frame(
        _ direction: Direction, _ opcode: Opcode, _ payload: [UInt8], isFinal: Bool = true,
        isSubject: Bool = true
    ) -> DraftFrame {
        let key = MaskingKey(0x37, 0xFA, 0x21, 0x3D)
        let header = FrameHeader(
            opcode: opcode, isFinal: isFinal, maskingKey: direction == .toServer ? key : nil,
            payloadLength: UInt64(payload.count))
        return DraftFrame(header, payload: payload, isSubject: isSubject)
    }
}

extension Fault {
    /// What leaves of a plan that this fault was applied to, with draws that make the masking keys c15c0289,
    /// 67ec8e65 and 5e5532fb.
    func departures(of plan: Plan) -> [Departure] { Departure.all(of: applied(to: plan).items) }

    /// What leaves to the sender.
    func answers(to plan: Plan) -> [Departure] { Departure.all(of: applied(to: plan).reply) }

    private func applied(to plan: Plan) -> Plan {
        var plan = plan
        var random = RandomStream(state: 1)
        apply(to: &plan, &random)
        return plan
    }
}
