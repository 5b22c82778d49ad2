internal import Reactor
public import WebSocketWire

/// A finding as files: its bytes to play again, and a text for whoever repairs the peer.
public struct LiveFindingFile: Sendable {
    /// Where the bytes are.
    public let path: String
    /// Where the text is.
    public var textPath: String { "\(path).txt" }

    /// Writes both into `folder`, which is made if it is not there.
    ///
    /// - Parameter replay: what plays it again.
    public init(
        _ finding: LiveFinding, in folder: String, from sender: EndpointRole, replay: LiveReplay
    ) throws(LiveProblem) {
        path = "\(folder)/\(finding.name)"
        let replay = replay.line(path, finding.input.ending)
        do throws(SystemError) {
            try PrivateFolder(folder).make()
            try SmallFile.write(finding.input.fileBytes, to: path)
            let text = finding.lines(from: sender, replay: replay).joined(separator: "\n") + "\n"
            try SmallFile.write(Array(text.utf8), to: path + ".txt")
        } catch {
            throw .impossible("cannot write \(error.subject): \(error.words)")
        }
    }
}

extension LiveFinding {
    /// What there is to say, line by line.
    public func lines(from sender: EndpointRole, replay: String) -> [String] {
        var lines = [
            "\(complaint.kind.rawValue): \(complaint.key) (\(complaint.clause))",
            "expected: \(complaint.expected)",
            "seen:     \(complaint.seen)",
            "input:    number \(number) of seed \(seed), \(sizes)",
            "replay:   \(replay)",
        ]
        if let unminimised { lines.append("it may be smaller still: \(unminimised)") }
        return lines + ["", "in hex:   \(Self.hex(input.fileBytes))", ""] + annotation(from: sender)
    }

    private var sizes: String {
        let (before, after) = (original.fileBytes.count, input.fileBytes.count)
        let bytes = "\(after) byte\(after == 1 ? "" : "s")"
        return before == after ? bytes : "made \(bytes) of \(before)"
    }

    /// The frames, and what we do after them.
    public func annotation(from sender: EndpointRole) -> [String] {
        var lines: [String] = []
        if let head = input.head {
            lines += String(decoding: head, as: UTF8.self).split(whereSeparator: \.isNewline).map {
                "        \($0)"
            }
        }
        lines += FrameAnnotation(of: input.bytes, from: sender, limits: .none).lines
        switch input.ending {
        case .close: return lines
        case .finish: return lines + ["        then a FIN without a Close"]
        case .reset: return lines + ["        then a reset"]
        }
    }

    static func hex(_ bytes: [UInt8]) -> String {
        let shown = bytes.prefix(4096).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return shown + (bytes.count > 4096 ? "… (all of it is in the file)" : "")
    }
}
