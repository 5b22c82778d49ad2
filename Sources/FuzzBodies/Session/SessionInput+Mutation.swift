internal import Faults
internal import WebSocketWire

extension SessionInput {
    /// Changes it to one that is as good as of at most `limit` bytes: mostly what a peer says, frame by frame, else a
    /// rule, a scenario's text, the order of things, or a choice.
    mutating func mutate(
        atMost limit: Int, _ random: inout RandomStream, payloads: inout some ByteMutator
    ) {
        switch sections.isEmpty ? random.below(6) : random.below(24) {
        case 0...2: changeChoice(&random)
        case 3...5: rearrange(&random)
        default:
            let place = random.below(sections.count)
            let room = limit - (bytes.count - sections[place].bytes.count)
            change(&sections[place], atMost: max(0, room), &random, payloads: &payloads)
        }
    }

    /// Until a drawn section this one, and then the other from a drawn section on.
    func crossed(with other: SessionInput, _ random: inout RandomStream) -> [UInt8] {
        var result = random.once(in: 2) ? self : other
        let beginning = sections[..<random.below(sections.count + 1)]
        result.sections = Array(beginning + other.sections[random.below(other.sections.count + 1)...])
        return result.bytes
    }
}

// MARK: What is changed

extension SessionInput {
    private mutating func changeChoice(_ random: inout RandomStream) {
        let byte = random.bytes(1)[0]
        switch random.below(7) {
        case 0, 1: switches.formSymmetricDifference(Switches(rawValue: 1 << (byte & 7)))
        case 2: ending = byte
        case 3: network = byte
        case 4: seed = byte
        case 5: more ^= 1 << (byte & 7)
        // Mostly small sizes: a frame is.
        default: sizes[random.below(3)] = byte >> (byte & 7)
        }
    }

    private mutating func rearrange(_ random: inout RandomStream) {
        let (place, other) = (random.below(sections.count), random.below(sections.count))
        switch sections.isEmpty ? 5 : random.below(8) {
        case 0: sections.remove(at: place)
        case 1: sections.swapAt(place, other)
        case 2: sections.insert(sections[place], at: other)
        case 3: sections[place].waits.toggle()
        case 4: sections[place].pause = random.bytes(1)[0] & 7
        case 5: sections.append(Section(.rules, random.bytes(6)))
        default: sections.insert(Section(random.pick([.client, .server]), []), at: place)
        }
    }

    private func change(
        _ section: inout Section, atMost limit: Int, _ random: inout RandomStream,
        payloads: inout some ByteMutator
    ) {
        switch section.kind {
        case .client:
            EventInput.change(&section.bytes, from: .client, atMost: limit, &random, payloads: &payloads)
        case .server:
            EventInput.change(&section.bytes, from: .server, atMost: limit, &random, payloads: &payloads)
        case .rules: changeRule(&section.bytes, &random)
        case .file: payloads.mutate(&section.bytes, atMost: limit, &random)
        }
    }

    /// Another fault, or another of what its bytes say; now and then a rule more.
    private func changeRule(_ bytes: inout [UInt8], _ random: inout RandomStream) {
        let byte = random.bytes(1)[0]
        guard !bytes.isEmpty, !random.once(in: 8) else { return bytes += random.bytes(RuleBytes.count) }
        let place = random.below(bytes.count)
        bytes[place] = random.once(in: 2) ? byte : bytes[place] ^ 1 << (byte & 7)
    }
}
