internal import Faults
internal import Observer
internal import WebSocketWire

/// An input of choices and of what happens to a session (`RelayEvents`), taken apart.
struct EventInput {
    enum Event: Equatable {
        /// What a peer sends.
        case run([UInt8], from: EndpointRole)
        /// Anything else, as its bytes.
        case other([UInt8])
    }

    private var choices: [UInt8]
    private(set) var events: [Event] = []

    init(_ input: Span<UInt8>) {
        choices = [UInt8](copying: input.extracting(first: Choices.count))
        let bytes = [UInt8](copying: input.extracting(droppingFirst: Choices.count))
        var reader = RelayEvents(bytes.span)
        var start = 0
        while let event = reader.next() {
            let end = reader.position
            if case .bytes(let range, let leg) = event {
                events.append(.run(Array(bytes[range]), from: leg == .client ? .client : .server))
            } else {
                events.append(.other(Array(bytes[start..<end])))
            }
            start = end
        }
    }

    var bytes: [UInt8] { events.reduce(into: choices) { $1.append(to: &$0) } }

    /// Changes what a peer sends, mostly: its frames, or the head of HTTP before them. Otherwise what happens.
    mutating func mutate(
        atMost limit: Int, _ random: inout RandomStream, payloads: inout some ByteMutator
    ) {
        guard !events.isEmpty, random.chance(0.75) else { return rearrange(&random) }
        let place = random.below(events.count)
        switch events[place] {
        case .run(var run, let sender):
            Self.change(
                &run, from: sender, atMost: run.count + limit - bytes.count, &random, payloads: &payloads)
            events[place] = .run(Array(run.prefix(RelayEvents.longestRun)), from: sender)
        case .other(var other):
            payloads.mutate(&other, atMost: other.count, &random)
            events[place] = .other(other)
        }
    }

    /// Until a drawn event this one, and then the other from a drawn event on.
    func crossed(with other: EventInput, _ random: inout RandomStream) -> [UInt8] {
        var result = self
        let beginning = events[..<random.below(events.count + 1)]
        result.events = Array(beginning + other.events[random.below(other.events.count + 1)...])
        return result.bytes
    }

    /// Changes what a peer sends: its frames, or the head of HTTP before them.
    static func change(
        _ run: inout [UInt8], from sender: EndpointRole, atMost limit: Int, _ random: inout RandomStream,
        payloads: inout some ByteMutator
    ) {
        var head = Array(run[..<endOfHead(run)])
        if !head.isEmpty, random.chance(0.25) {
            payloads.mutate(&head, atMost: head.count + limit - run.count, &random)
            run.replaceSubrange(..<endOfHead(run), with: head)
        } else {
            var frames = Array(run[head.count...])
            mutateFrameRun(&frames, from: sender, atMost: limit - head.count, &random, payloads: &payloads)
            run = head + frames
        }
    }

    private mutating func rearrange(_ random: inout RandomStream) {
        let (place, other) = (random.below(events.count), random.below(events.count))
        switch events.isEmpty ? 3 : random.below(4) {
        case 0: events.remove(at: place)
        case 1: events.swapAt(place, other)
        case 2: events.insert(events[place], at: other)
        default: events.insert(.other([random.bytes(1)[0] | 2]), at: random.below(events.count + 1))
        }
    }
}

extension EventInput.Event {
    /// The event as `RelayEvents` reads it.
    fileprivate func append(to output: inout [UInt8]) {
        switch self {
        case .run(let run, let sender):
            let count = min(run.count, RelayEvents.longestRun)
            output += [UInt8(count >> 8) << 3 | (sender == .client ? 0 : 1), UInt8(count & 0xFF)]
            output += run.prefix(count)
        case .other(let bytes): output += bytes
        }
    }
}

/// Behind the empty line, where the bytes begin as a message of HTTP does; else 0.
private func endOfHead(_ run: [UInt8]) -> Int {
    guard run.starts(with: Array("GET ".utf8)) || run.starts(with: Array("HTTP/".utf8)) else { return 0 }
    let end = run.indices.first { run[$0...].starts(with: [0x0D, 0x0A, 0x0D, 0x0A]) }
    return end.map { $0 + 4 } ?? run.count
}
