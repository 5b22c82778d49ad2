internal import Faults
internal import Observer
internal import Scenarios
internal import WebSocketWire

/// A scenario's rule in six bytes, so that a fuzzer turns every bit of it into another rule.
///
/// ```
///  0  the fault: its place in the catalog
///  1  bits 0-2 what the rule is about, 3-4 the directions, 5-7 which of the occasions
///  2  a number for what it is about: an offset, an opcode, a time
///  3  bits 0-1 how likely, 2-3 how often at most, 4-7 which of the fault's parameters is given
///  4  that parameter's value
///  5  bits 0-3 a test of what it is about, 4-7 the test's number
/// ```
struct RuleBytes {
    static let count = 6
    /// More rules make no other kind of session.
    static let most = 6

    private let bytes: [6 of UInt8]

    /// The rules of a section; a rule whose fault needs what the bytes do not give is left out.
    static func rules(in section: [UInt8]) -> [Rule] {
        stride(from: 0, to: min(section.count, count * most), by: count).enumerated().compactMap {
            number, start in
            func byte(_ index: Int) -> UInt8 { start + index < section.count ? section[start + index] : 0 }
            let bytes: [6 of UInt8] = [byte(0), byte(1), byte(2), byte(3), byte(4), byte(5)]
            return RuleBytes(bytes: bytes).rule(number)
        }
    }

    private func rule(_ number: Int) -> Rule? {
        let kind = FaultCatalog.all[Int(bytes[0]) % FaultCatalog.all.count]
        guard let fault = fault(kind) ?? FaultExamples.fault(kind) else { return nil }
        return Rule(name: "\(number)", identity: "\(number)", when: when(kind, fault), faults: [fault])
    }
}

// MARK: The fault

extension RuleBytes {
    private func fault(_ kind: FaultKind) -> (any Fault)? {
        let choice = Int(bytes[3] >> 4)
        // Most bytes leave the fault as it stands in its example, which often shows more of it than the defaults.
        guard choice < 14, !kind.parameters.isEmpty else { return nil }
        var problems: [ValueProblem] = []
        let place = Place(line: 1, column: 1)
        guard choice < 12 else { return kind.fault(from: nil, at: place, &problems) }
        let parameter = kind.parameters[choice % kind.parameters.count]
        let entry = Value.Entry(parameter.name, at: place, value(parameter.form))
        return kind.fault(from: Value(.map([entry]), at: place), at: place, &problems)
    }

    private func value(_ form: ValueForm) -> Value {
        let byte = Int(bytes[4])
        guard !form.examples.isEmpty, byte & 1 == 0 else { return value(form.shape, byte >> 1) }
        return Value(form.examples[(byte >> 1) % form.examples.count])
    }

    private func value(_ shape: ValueForm.Shape, _ number: Int) -> Value {
        switch shape {
        case .integer(let range):
            // Nothing that takes long because it is much.
            Value("\(min(max(range.lowerBound, number), range.upperBound))")
        case .number: Value("\(number)")
        case .flag: Value(number & 1 == 0 ? "true" : "false")
        case .choice(let choices): Value(choices.isEmpty ? "" : choices[number % choices.count].name)
        case .either(let shapes):
            shapes.isEmpty ? Value("") : value(shapes[number % shapes.count], number / shapes.count)
        case .list(let shape): Value(.list([value(shape, number)]), at: Place(line: 1, column: 1))
        case .text, .object, .reference, .any: Value("\(number)")
        }
    }
}

// MARK: When

extension RuleBytes {
    private func when(_ kind: FaultKind, _ fault: any Fault) -> When {
        var when = When()
        when.directions =
            [
                [.toServer, .toClient], [.toServer], [.toClient], kind.direction.map { [$0] } ?? [.toClient],
            ][Int(bytes[1] >> 3 & 3)]
        when.subject = subject(kind.layer, fault)
        when.probability = [nil, 0.5, 0.1, nil][Int(bytes[3] & 3)]
        when.limit = [nil, 1, 2, 5][Int(bytes[3] >> 2 & 3)]
        switch when.subject {
        case .time: when.after = .milliseconds(Int(bytes[2]))
        case .units:
            when.occasion = occasion
            when.test = test
        case .handshake, .offset: break
        }
        return when
    }

    /// What a file may say of such a fault too: others are refused when it is read, and never reach a session.
    private func subject(_ layer: Layer, _ fault: any Fault) -> Subject {
        let wanted = wantedSubject
        switch (layer, wanted) {
        case (.handshake, _): return .handshake
        case (.connection, _), (_, .units), (.stream, .offset), (.stream, .time): return wanted
        case (.frame, .time), (.frame, .offset), (.closing, .time), (.closing, .offset):
            return FaultExamples.makesOfNothing(fault) ? wanted : .units(messages: .data, frames: [])
        case (_, .handshake): return .units(messages: .data, frames: [])
        }
    }

    private var wantedSubject: Subject {
        switch bytes[1] & 7 {
        case 0: .units(messages: .data, frames: [])
        case 1: .units(messages: [], frames: .all)
        case 2: .units(messages: [], frames: OpcodeSet(.close))
        case 3: .units(messages: [], frames: OpcodeSet(Opcode(rawValue: bytes[2] & 0xF)))
        case 4: .units(messages: .data, frames: [OpcodeSet(.ping), OpcodeSet(.pong), OpcodeSet(.close)])
        case 5: .offset(UInt64(bytes[2]))
        case 6: .handshake
        default: .time
        }
    }

    private var occasion: Occasion {
        switch bytes[1] >> 5 {
        case 1: .range(1...1)
        case 2: .range(2...2)
        case 3: .range(3...5)
        case 4: .everyNth(2)
        case 5: .everyNth(3)
        case 6: .range(2...1000)
        default: .every
        }
    }

    private var test: Condition? {
        let number = Int(bytes[5] >> 4)
        return switch bytes[5] & 0xF {
        case 1: .size(0...number * number)
        case 2: .size(number...Int.max)
        case 3: .isFragmented(number & 1 == 0)
        case 4: .contains([UInt8(0x61 + number)])
        case 5: .all([.isFragmented(true), .size(number...1000)])
        case 6: .not(.isFinal(true))
        case 7: .any([.isCompressed(true), .contains([UInt8(number)])])
        default: nil
        }
    }
}
