internal import Observer
internal import WebSocketWire

/// Puts what both ends of the proxy saw of a session in one order.
struct PictureReading {
    private let ending: Ending

    init(_ ending: Ending) { self.ending = ending }

    var lines: [SessionPicture.Line] {
        let entries = (handshake + frames + ends).sorted { $0.mark < $1.mark }
        let told = faults(among: entries).map { line($0.content, at: $0.mark.at) }
        return told + silence(behind: entries)
    }

    /// Something with its place among all else.
    private struct Entry {
        let mark: Mark
        let content: SessionPicture.Content
    }

    private func line(_ content: SessionPicture.Content, at moment: Moment) -> SessionPicture.Line {
        SessionPicture.Line(age: moment - ending.start, content: content)
    }

    /// An arrow from `direction.source` to the proxy, and one from there to `direction.target`.
    private func entry(
        _ direction: Direction, _ came: PictureArrow?, _ left: PictureArrow?, _ mark: Mark
    ) -> Entry {
        let isToServer = direction == .toServer
        return Entry(
            mark: mark, content: .traffic(client: isToServer ? came : left, server: isToServer ? left : came))
    }

    /// Both on one line where what came left in the same step.
    private func entries(
        _ direction: Direction, _ came: (PictureArrow, Mark)?, _ left: (PictureArrow, Mark)?
    ) -> [Entry] {
        if let came, let left, came.1.step == left.1.step, came.0 == left.0 {
            return [entry(direction, came.0, left.0, came.1)]
        }
        let arrival = came.map { entry(direction, $0.0, nil, $0.1) }
        let departure = left.map { entry(direction, nil, $0.0, $0.1) }
        return [arrival, departure].compactMap(\.self)
    }
}

// MARK: The handshake

extension PictureReading {
    private var handshake: [Entry] {
        guard let asking = ending.clientSide.asking else { return [] }
        let arrow = PictureArrow(
            direction: .toServer, kind: .handshake, label: "GET \(asking.head.target)")
        return asked(arrow, asking.mark)
            + entries(
                .toClient, answer(ending.serverSide.answer), answer(ending.clientSide.answer))
    }

    /// What the server got is not kept; that it got something shows in what it did.
    private func asked(_ arrow: PictureArrow, _ mark: Mark) -> [Entry] {
        guard ending.serverSide.answer.began != nil else { return [entry(.toServer, arrow, nil, mark)] }
        let isMeddledWith = ending.firings.contains {
            $0.rule.direction == .toServer && $0.rule.occasion == .handshake(1)
        }
        guard isMeddledWith else { return [entry(.toServer, arrow, arrow, mark)] }
        let changed = PictureArrow(direction: .toServer, kind: .handshake, label: "\(arrow.label) (changed)")
        return [entry(.toServer, arrow, nil, mark), entry(.toServer, nil, changed, mark)]
    }

    private func answer(_ answer: Answer) -> (PictureArrow, Mark)? {
        guard let mark = answer.complete ?? answer.began else { return nil }
        let status = answer.status.map { HTTPWords.status($0) } ?? "an answer that is no HTTP"
        let label = answer.complete == nil ? "\(status), incomplete" : status
        return (PictureArrow(direction: .toClient, kind: .handshake, label: label), mark)
    }
}

// MARK: Frames

extension PictureReading {
    private var frames: [Entry] { Direction.allCases.flatMap { frames($0) } }

    private func frames(_ direction: Direction) -> [Entry] {
        let (came, left) = (ending[direction.source].outgoing, ending[direction.target].incoming)
        var departures = left.recent
        let arrivals = came.recent.flatMap { glimpse in
            let twin = departures.firstIndex {
                $0.mark.step == glimpse.mark.step && Sighting(glimpse).left(as: Sighting($0))
                    && $0.came == glimpse.came
            }
            let departure = twin.map { departures.remove(at: $0) }
            return entries(
                direction, (arrow(glimpse, of: came, direction), glimpse.mark),
                departure.map { (arrow($0, of: left, direction), $0.mark) })
        }
        return arrivals
            + departures.flatMap { entries(direction, nil, (arrow($0, of: left, direction), $0.mark)) }
    }

    private func arrow(_ glimpse: FrameGlimpse, of log: StreamLog, _ direction: Direction) -> PictureArrow {
        let close = log.closes.first { $0.frame == glimpse.number }
        let isWhole = glimpse.came >= glimpse.header.payloadLength
        let kind: PictureArrow.Kind =
            !isWhole ? .fragment : glimpse.header.opcode == .close ? .close : .frame
        let words = FrameWords(glimpse, close: close)
        return PictureArrow(direction: direction, kind: kind, label: words.text)
    }
}

// MARK: Ends

extension PictureReading {
    private var ends: [Entry] {
        let found = Direction.allCases.flatMap { direction in
            entries(
                direction, end(ending[direction.source].ended, direction),
                end(ending[direction.target].told, direction))
        }
        return joined(found.sorted { $0.mark < $1.mark })
    }

    private func end(_ end: Experience.End?, _ direction: Direction) -> (PictureArrow, Mark)? {
        guard let end else { return nil }
        let arrow =
            switch end.how {
            case .finished, .truncated: PictureArrow(direction: direction, kind: .finish, label: "FIN")
            case .reset: PictureArrow(direction: direction, kind: .reset, label: "RST")
            case .failed: PictureArrow(direction: direction, kind: .reset, label: "lost")
            }
        return (arrow, end.mark)
    }

    /// A fault that ends both legs does it at once.
    private func joined(_ entries: [Entry]) -> [Entry] {
        var result: [Entry] = []
        for entry in entries {
            if let last = result.last, last.mark.step == entry.mark.step,
                let both = joined(last.content, entry.content)
            {
                result[result.count - 1] = Entry(mark: last.mark, content: both)
            } else {
                result.append(entry)
            }
        }
        return result
    }

    private func joined(
        _ one: SessionPicture.Content, _ other: SessionPicture.Content
    ) -> SessionPicture.Content? {
        switch (one, other) {
        case (.traffic(let client?, nil), .traffic(nil, let server?)),
            (.traffic(nil, let server?), .traffic(let client?, nil)):
            .traffic(client: client, server: server)
        default: nil
        }
    }
}

// MARK: Faults

extension PictureReading {
    /// With each firing behind what its rule fired at.
    private func faults(among entries: [Entry]) -> [Entry] {
        var told = entries
        for firing in ending.firings {
            let trigger = occasion(of: firing.rule)
            let cause = told.last { entry in
                trigger.map { entry.mark <= $0 } ?? (entry.mark.at <= firing.at)
            }
            let mark = cause?.mark ?? Mark(at: firing.at, step: 0, order: 0)
            let fault = Entry(
                mark: Mark(at: firing.at, step: mark.step, order: mark.order),
                content: .fault(firing.rule.faults.joined(separator: ", ")))
            told.insert(fault, at: place(behind: mark, in: told))
        }
        return told
    }

    /// Behind the first of that mark, for what left comes behind the fault, and behind the faults that are there.
    private func place(behind mark: Mark, in told: [Entry]) -> Int {
        guard let first = told.firstIndex(where: { $0.mark == mark }) else { return 0 }
        let others = told[(first + 1)...].prefix {
            if case .fault = $0.content { $0.mark.order == mark.order } else { false }
        }
        return first + 1 + others.count
    }

    /// When what a rule fired at was there; nil where it fired at a time or an offset.
    private func occasion(of rule: RuleFiring) -> Mark? {
        let stream = ending[rule.direction.source].outgoing
        switch rule.occasion {
        case .frame(let number): return stream.recent.first { $0.number == number }?.mark
        case .message(let number):
            // Of a longer stream nobody knows which of its frames were messages.
            guard stream.recent.first?.number == 1 else { return nil }
            let messages = stream.recent.filter { [.text, .binary].contains($0.header.opcode) }
            return number <= UInt64(messages.count) ? messages[Int(number) - 1].mark : nil
        case .handshake:
            let answer = ending.serverSide.answer
            return rule.direction == .toServer
                ? ending.clientSide.asking?.mark : answer.complete ?? answer.began
        case .offset, .time: return nil
        }
    }
}

// MARK: Nothing

extension PictureReading {
    /// What is open and still is there after a while.
    private func silence(behind entries: [Entry]) -> [SessionPicture.Line] {
        let sides = [ending.clientSide, ending.serverSide]
        guard sides.allSatisfy({ $0.ended == nil && $0.told == nil }) else { return [] }
        let now = max(ending.clientSide.now, ending.serverSide.now)
        let last = entries.last?.mark.at ?? ending.start
        return [line(.silence(now - last), at: now)]
    }
}
