internal import Faults
internal import Observer

/// Puts together when a rule fires: what is written, and what its faults say where nothing is.
struct WhenReading {
    let draft: WhenDraft
    let faults: [FaultsReading.Named]

    /// When it fires; what does not fit together is said.
    func when(_ reading: inout Reading) -> When {
        var when = When()
        when.subject = subject(&reading)
        when.directions = directions
        when.test = draft.conditions.condition
        when.occasion = occasion(&reading)
        when.after = draft.after
        when.until = draft.until
        when.phase = draft.phase
        when.session = draft.session
        when.probability = draft.probability?.fraction
        when.loss = draft.loss
        when.limit = draft.limit
        checkTimes(&reading)
        checkCounted(when.subject, &reading)
        for fault in faults { check(fault, when.subject, &reading) }
        return when
    }

    private var directions: [Direction] {
        if let choice = draft.direction { return choice.directions }
        guard let own = faults.lazy.compactMap(\.kind.direction).first else { return Direction.allCases }
        return [own]
    }

    private func occasion(_ reading: inout Reading) -> Occasion {
        if let nth = draft.nth, draft.every != nil, let place = draft.places["every"] {
            reading.refuse(place, "expected either \"nth\" or \"every\", found both")
            return nth.occasion
        }
        return draft.nth?.occasion ?? draft.every.map { .everyNth($0) } ?? .every
    }

    private func checkTimes(_ reading: inout Reading) {
        guard let after = draft.after, let until = draft.until, after >= until else { return }
        reading.refuse(
            draft.places["until"] ?? Place(line: 1, column: 1),
            "expected \"until\" to come after \"after\", found \(until.written ?? "") and \(after.written ?? "")"
        )
    }
}

// MARK: What it is about

extension WhenReading {
    private func subject(_ reading: inout Reading) -> Subject {
        if let offset = draft.offset {
            if let place = draft.places["kind"] {
                reading.refuse(place, "expected either \"kind\" or \"offset\", found both")
            }
            return .offset(UInt64(clamping: offset.bytes))
        }
        guard let kinds = draft.kinds?.values else { return standard }
        var all = kinds[0].subject
        for kind in kinds.dropFirst() {
            guard case .units(let messages, let frames) = all,
                case .units(let moreMessages, let moreFrames) = kind.subject
            else {
                let alone = kind.opcodes.isEmpty ? kind : kinds[0]
                reading.refuse(
                    draft.places["kind"] ?? Place(line: 1, column: 1),
                    "\"\(alone.rawValue)\" stands alone: make a rule of its own for the other kinds")
                return all
            }
            all = .units(messages: messages.union(moreMessages), frames: frames.union(moreFrames))
        }
        return all
    }

    /// What a rule is about that does not say: what its first fault works on that works on something.
    private var standard: Subject {
        for fault in faults {
            switch fault.kind.layer {
            case .frame: return KindWord.message.subject
            case .closing: return KindWord.close.subject
            case .handshake: return .handshake
            case .stream, .connection: continue
            }
        }
        let isCounting = draft.nth != nil || draft.every != nil || draft.conditions.place != nil
        return isCounting || draft.loss != nil ? KindWord.message.subject : .time
    }

    /// A time comes once, and has no payload.
    private func checkCounted(_ subject: Subject, _ reading: inout Reading) {
        let name: String
        switch subject {
        case .units: return
        case .handshake: name = "the handshake"
        case .offset: name = "a place in the bytes"
        case .time: name = "a time"
        }
        let keys = ["nth", "every", "loss"] + ConditionKeys.all.map(\.name)
        for key in keys {
            guard let place = draft.places[key] else { continue }
            reading.refuse(
                place,
                "\"\(key)\" is about messages and frames, but the rule is about \(name): write \"kind: message\" or "
                    + "another kind, or leave it out")
        }
    }
}

// MARK: Whether its faults can work on that

extension WhenReading {
    private func check(_ named: FaultsReading.Named, _ subject: Subject, _ reading: inout Reading) {
        let fits: Bool
        switch (named.kind.layer, subject) {
        case (.frame, .units), (.closing, .units), (.handshake, .handshake), (.connection, _): fits = true
        case (.stream, .units), (.stream, .offset), (.stream, .time): fits = true
        case (.frame, .time), (.frame, .offset), (.closing, .time), (.closing, .offset):
            fits = !needsSomething(named.fault)
        case (.frame, _), (.closing, _), (.handshake, _), (.stream, .handshake): fits = false
        }
        guard !fits else { return }
        reading.refuse(
            named.place,
            "\"\(named.kind.name)\" works on \(named.kind.layer.works), but the rule is about \(spoken(subject)): "
                + "write \"\(named.kind.layer.advice)\" in \"when\"")
    }

    /// Some faults make something out of nothing, such as a Ping: these can fire at any time. They are asked.
    private func needsSomething(_ fault: any Fault) -> Bool {
        var plan = Plan(.toClient)
        var random = RandomStream(seed: 0, "is anything made of nothing")
        fault.apply(to: &plan, &random)
        return plan.items.isEmpty && plan.reply.isEmpty
    }

    private func spoken(_ subject: Subject) -> String {
        switch subject {
        case .units(_, []): "messages"
        case .units: "frames"
        case .handshake: "the handshake"
        case .offset: "a place in the bytes"
        case .time: "a time"
        }
    }
}

extension Layer {
    /// What its faults work on, in words.
    var works: String {
        switch self {
        case .frame: "messages and frames"
        case .closing: "Close frames"
        case .stream: "the bytes behind the handshake"
        case .handshake: "the handshake"
        case .connection: "connections"
        }
    }

    /// What a rule may say so that they fit.
    var advice: String {
        switch self {
        case .frame: "kind: message"
        case .closing: "kind: close"
        case .stream, .connection: "kind: time"
        case .handshake: "kind: handshake"
        }
    }
}
