import Observer
import Testing
import WebSocketWire

@testable import Faults

/// Lets faults work on frames that are written in hex, and says in hex what leaves.
struct FrameStage {
    var direction = Direction.toClient
    /// The frame that the rule is about; nil for the message.
    var frame: UInt64?
    /// Whether permessage-deflate was agreed on.
    var isDeflateAgreed = false
    var seed: UInt64 = 7

    /// The plan for these frames, which are whole.
    func plan(_ wire: String) -> Plan {
        let frames = draftFrames(bytes(wire), from: direction.source == .client ? .client : .server)
        let compression = isDeflateAgreed ? MessageCompression(.init(), limit: 1 << 24) : nil
        let data = frames.filter { !$0.header.opcode.isControl }
        var message: [UInt8]? = data.isEmpty ? nil : data.flatMap(\.payload)
        if let compression, data.first?.header.isCompressed == true {
            message = compression.receive(frames).plaintext
        }
        var plan = Plan(direction, frames.map { .frame($0) }, message: message, compression: compression)
        if let frame {
            plan.focus(onFrame: frame)
        } else if data.isEmpty {
            plan.focus(onFrame: 0)
        } else {
            plan.focusOnMessage()
        }
        return plan
    }

    /// The plan when the faults have been at it.
    func after(_ wire: String, _ faults: [any Fault]) -> Plan {
        var plan = plan(wire)
        var random = RandomStream(seed: seed, "test")
        for fault in faults { fault.apply(to: &plan, &random) }
        return plan
    }

    /// What leaves, item by item.
    func sent(_ wire: String, _ faults: [any Fault]) -> [String] { after(wire, faults).items.map(described) }

    func sent(_ wire: String, _ name: String, _ parameters: KeyValuePairs<String, String> = [:]) throws
        -> [String]
    {
        sent(wire, [try fault(name, parameters)])
    }
}

/// What leaves, for a server's frames.
func toClient(_ wire: String, _ name: String, _ parameters: KeyValuePairs<String, String> = [:]) throws
    -> [String]
{
    try FrameStage().sent(wire, name, parameters)
}

/// What leaves, for a client's frames.
func toServer(_ wire: String, _ name: String, _ parameters: KeyValuePairs<String, String> = [:]) throws
    -> [String]
{
    try FrameStage(direction: .toServer).sent(wire, name, parameters)
}

/// The fault as a scenario file would have it. A value `hex:ff00` is bytes in hex.
func fault(_ name: String, _ parameters: KeyValuePairs<String, String> = [:]) throws -> any Fault {
    let place = Place(line: 1, column: 1)
    let entries = parameters.map { name, text in
        let digits = Value(String(text.dropFirst(4)))
        let hex = Value(.map([Value.Entry("hex", at: place, digits)]), at: place)
        let value = text.hasPrefix("hex:") ? hex : Value(.scalar(text, isPlain: false), at: place)
        return Value.Entry(name, at: place, value)
    }
    var problems: [ValueProblem] = []
    let kind = try #require(FaultCatalog.kind(named: name), "no fault \(name)")
    let value = entries.isEmpty ? nil : Value(.map(entries), at: place)
    let fault = kind.fault(from: value, at: place, &problems)
    return try #require(fault, "\(problems)")
}

/// The frames in a stream of whole ones, unmasked, each with its number.
func draftFrames(_ wire: [UInt8], from sender: EndpointRole) -> [DraftFrame] {
    var decoder = FrameDecoder(from: sender, strictness: .lenient, limits: .none)
    var wire = wire
    var frames: [DraftFrame] = []
    var span = wire.mutableSpan
    var position = 0
    while let piece = try? decoder.next(in: &span, at: &position) {
        if piece.startsFrame {
            frames.append(
                DraftFrame(piece.header, payload: [], isSubject: true, origin: UInt64(frames.count)))
        }
        for index in piece.payload { frames[frames.count - 1].payload.append(span[index]) }
    }
    return frames
}

func described(_ item: Plan.Item) -> String {
    switch item {
    case .frame(let frame): hex(frame.bytes)
    case .bytes(let bytes): hex(bytes)
    case .pause(let time): "pause \(time)"
    case .held(let held):
        "held \(held.count), \(held.time.map { "\($0)" } ?? "no time"): \(hex(held.frames.flatMap(\.bytes)))"
    default: "\(item)"
    }
}

func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}
