internal import Observer

/// What lines say of a session. Nothing is needed: what is missing stays as it was.
extension JournalSession {
    mutating func open(_ line: JSONValue) {
        openedAt = line["time"]?.text.flatMap(JournalTime.microseconds)
        clientAddress = line["clientAddress"]?.text
    }

    mutating func addFault(_ line: JSONValue) {
        key = key ?? line["key"]?.text
        ordinal = ordinal ?? line["ordinal"]?.whole()
        guard evidence.faults.count < JournalEvidence.mostFaults else {
            return evidence.faultsLeftOut += 1
        }
        evidence.faults.append(JournalEvidence.Fault(line))
    }

    mutating func addFrame(_ line: JSONValue) {
        guard let direction = Direction(journal: line["direction"]) else { return }
        evidence.frames.add(JournalFrames.Frame(line, direction))
    }

    mutating func end(_ line: JSONValue) {
        duration = line["duration"]?.number.map(Duration.init(clampingSeconds:))
        if openedAt == nil, let time = line["time"]?.text.flatMap(JournalTime.microseconds) {
            openedAt = time &- (duration.map { Int64($0.seconds * 1e6) } ?? 0)
        }
        clientAddress = line["clientAddress"]?.text ?? clientAddress
        serverAddress = line["serverAddress"]?.text
        key = line["key"]?.text ?? key
        ordinal = line["ordinal"]?.whole() ?? ordinal
        path = line["path"]?.text
        status = line["status"]?.whole()
        subprotocol = line["subprotocol"]?.text
        isCompressed = line["compressed"]?.flag ?? false
        client = SeenEnding(event: line["client"], saw: line["clientSaw"])
        server = SeenEnding(event: line["server"], saw: line["serverSaw"])
        cause = line["cause"]?.text ?? "unknown"
        by = line["by"]?.text
        rule = line["rule"]?.text
        story = line["story"]?.text
        messages = BothWays(line["messages"])
        frames = BothWays(line["frames"])
        bytes = BothWays(line["bytes"])
        lost = BothWays(line["lost"])
        if let value = line["evidence"] { evidence.read(value) }
    }
}

extension Duration {
    /// A file may say anything: what is no length of a session becomes one, up to thirty years.
    fileprivate init(clampingSeconds seconds: Double) {
        self = .microseconds(Int64((min(max(seconds, 0), 1e9) * 1e6).rounded()))
    }
}

extension JournalSession.BothWays {
    init(_ value: JSONValue?) {
        toServer = value?["toServer"]?.whole() ?? 0
        toClient = value?["toClient"]?.whole() ?? 0
    }
}

extension SeenEnding {
    /// `event` is the close event or null; `saw` says what there was in its place, and what came before.
    init?(event: JSONValue?, saw: JSONValue?) {
        let opened = saw?["opened"]?.flag
        let error = saw?["error"]?.flag
        let profile = event?["profile"]?.text ?? saw?["profile"]?.text
        let outcome: Outcome
        if let code = event?["code"]?.whole(UInt16.self) {
            outcome = .event(
                code: code, reason: event?["reason"]?.text ?? "", wasClean: event?["wasClean"]?.flag ?? false)
        } else {
            switch saw?["outcome"]?.text {
            case "errorOnly": outcome = .errorOnly
            case "pending": outcome = .pending
            default: return nil
            }
        }
        self.init(outcome, opened: opened, error: error, profile: profile)
    }
}

extension JournalEvidence {
    mutating func read(_ value: JSONValue) {
        closes = (value["closes"]?.elements ?? []).compactMap(Close.init)
        ends = (value["ends"]?.elements ?? []).compactMap(End.init)
        tells = (value["tells"]?.elements ?? []).compactMap(Tell.init)
        flaws = (value["flaws"]?.elements ?? []).compactMap(Flaw.init)
        halfOpen = (value["halfOpen"]?.elements ?? []).compactMap(HalfOpen.init)
        placeToServer = Place(value["places"]?["toServer"])
        placeToClient = Place(value["places"]?["toClient"])
        // The lines of single faults and frames say more than what is repeated of them here.
        if faults.isEmpty { faults = (value["firings"]?.elements ?? []).map(Fault.init) }
        let hasLines = !frames.isEmpty
        for direction in Direction.allCases {
            for value in value["lastFrames"]?["\(direction)"]?.elements ?? [] {
                let frame = JournalFrames.Frame(value, direction)
                // A frame that was cut off never was one that a line could tell of.
                if !hasLines || frame.came != nil && !frames.knows(frame) { frames.add(frame) }
            }
        }
    }
}

extension JournalEvidence.Place {
    fileprivate init?(_ value: JSONValue?) {
        guard let name = value?["place"]?.text else { return nil }
        self.init(name: name, read: value?["read"]?.whole(), missing: value?["missing"]?.whole())
    }
}

extension JournalEvidence.Close {
    fileprivate init?(_ value: JSONValue) {
        guard let from = Leg(journal: value["from"]) else { return nil }
        self.init(
            from: from, stage: JournalFrames.Stage(journal: value["side"]), code: value["code"]?.whole(),
            reason: value["reason"]?.text ?? "",
            payload: value["payload"]?.text ?? "", offset: value["offset"]?.whole(),
            frame: value["frame"]?.whole(), age: value["age"]?.number ?? 0)
    }
}

extension JournalEvidence.End {
    fileprivate init?(_ value: JSONValue) {
        guard let leg = Leg(journal: value["leg"]), let how = value["how"]?.text else { return nil }
        self.init(
            leg: leg, how: how, detail: value["detail"]?.text, age: value["age"]?.number ?? 0,
            isFirst: value["first"]?.flag ?? false)
    }
}

extension JournalEvidence.Tell {
    fileprivate init?(_ value: JSONValue) {
        guard let leg = Leg(journal: value["leg"]), let how = value["how"]?.text else { return nil }
        self.init(leg: leg, how: how, detail: value["detail"]?.text, age: value["age"]?.number ?? 0)
    }
}

extension JournalEvidence.Flaw {
    fileprivate init?(_ value: JSONValue) {
        guard let from = Leg(journal: value["from"]) else { return nil }
        self.init(
            from: from, stage: JournalFrames.Stage(journal: value["side"]),
            kind: value["kind"]?.text ?? "flaw", frame: value["frame"]?.whole(),
            offset: value["offset"]?.whole(), age: value["age"]?.number ?? 0)
    }
}

extension JournalEvidence.HalfOpen {
    fileprivate init?(_ value: JSONValue) {
        guard let leg = Leg(journal: value["leg"]), let from = value["from"]?.number else { return nil }
        self.init(
            leg: leg, isEndedByPeer: value["endedBy"]?.text != "proxy", from: from, to: value["to"]?.number)
    }
}

extension JournalEvidence.Fault {
    fileprivate init(_ value: JSONValue) {
        self.init(
            rule: value["rule"]?.text ?? "", at: value["at"]?.text ?? "",
            faults: value["faults"]?.elements?.compactMap(\.text) ?? [],
            direction: Direction(journal: value["direction"]), age: value["age"]?.number ?? 0)
    }
}

extension JournalFrames.Frame {
    fileprivate init(_ value: JSONValue, _ direction: Direction) {
        let length: UInt64 = value["length"]?.whole() ?? 0
        self.init(
            direction: direction, stage: JournalFrames.Stage(journal: value["side"]),
            age: value["age"]?.number ?? 0, number: value["number"]?.whole(),
            offset: value["offset"]?.whole(), opcode: value["opcode"]?.text ?? "",
            isFinal: value["fin"]?.flag ?? true, reservedBits: value["rsv"]?.whole() ?? 0,
            isMasked: value["masked"]?.flag ?? false, length: length,
            came: value["came"]?.whole().flatMap { $0 < length ? $0 : nil },
            firstBytes: value["firstBytes"]?.text)
    }
}

extension JournalFrames.Stage {
    fileprivate init?(journal value: JSONValue?) {
        guard let text = value?.text else { return nil }
        self.init(rawValue: text)
    }
}

extension Leg {
    fileprivate init?(journal value: JSONValue?) {
        guard let leg = Leg.allCases.first(where: { "\($0)" == value?.text }) else { return nil }
        self = leg
    }
}

extension Direction {
    fileprivate init?(journal value: JSONValue?) {
        guard let direction = Direction.allCases.first(where: { "\($0)" == value?.text }) else { return nil }
        self = direction
    }
}
