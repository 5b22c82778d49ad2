internal import Closecall
internal import Reactor
internal import Trace

/// What a capture is told by its options.
enum CaptureArguments {
    static let options: [VerbOption] = [
        .interface, .port, .filter, .output, .snapLength, .buffer, .ringSize, .ringFiles, .captureDuration,
        .packets, .listInterfaces, .json,
    ]

    static func plan(_ arguments: ParsedArguments, _ output: Output) throws(CommandFailure) -> CapturePlan {
        let filter = CaptureFilter(ports: try ports(arguments), and: arguments.value(.filter))
        var options = LiveCapture.Options(
            interface: arguments.value(.interface) ?? CaptureInterface.any, filter: filter)
        let most = Int(LiveCapture.Options.standardSnapLength)
        if let length = try size(arguments, .snapLength, in: 64...most, "64 B to 256 KiB") {
            options.snapLength = UInt32(length)
        }
        if let size = try size(arguments, .buffer, in: 64 << 10...1 << 30, "64 KiB to 1 GiB") {
            options.bufferSize = size
        }
        var plan = CapturePlan(options, into: try target(arguments, output))
        plan.ring = try ring(arguments, plan.target)
        plan.longest = try arguments.duration(.captureDuration)
        plan.mostPackets = try arguments.integer(.packets, in: 1...Int.max).map(UInt64.init)
        return plan
    }

    private static func ports(_ arguments: ParsedArguments) throws(CommandFailure) -> [UInt16] {
        var ports: [UInt16] = []
        for text in arguments.values(.port) {
            guard let port = UInt16(text), port > 0 else {
                throw CommandFailure(
                    "option \"\(VerbOption.port.typed)\": \"\(text)\" is not a port, a whole number from 1 to 65535"
                )
            }
            ports.append(port)
        }
        return ports
    }

    private static func size(
        _ arguments: ParsedArguments, _ option: VerbOption, in range: ClosedRange<Int>, _ words: String
    ) throws(CommandFailure) -> Int? {
        try arguments.decoded(option) { text throws(CommandFailure) in
            let size = try ArgumentValue.size(text)
            guard range.contains(size) else {
                throw CommandFailure("\"\(text)\" is out of range, write \(words)")
            }
            return size
        }
    }

    /// Without a name, one that no file has yet: a capture that is over is nothing to lose by forgetting an option.
    private static func target(
        _ arguments: ParsedArguments, _ output: Output
    ) throws(CommandFailure) -> CaptureTarget {
        switch arguments.value(.output) {
        case nil: return .file("capture_\("\(WallTime.current)".filter(\.isNumber)).pcapng")
        case "-":
            if output.standardOutput.isTerminal {
                throw CommandFailure(
                    "the standard output is a terminal, which cannot show packets: pipe it (… -o - | wireshark -k -i -), "
                        + "or name a file")
            }
            return .standardOutput
        case "": throw CommandFailure("option \"\(VerbOption.output.typed)\" needs a file's name, or -")
        case .some(let path): return .file(path)
        }
    }

    private static func ring(
        _ arguments: ParsedArguments, _ target: CaptureTarget
    ) throws(CommandFailure) -> CaptureRing? {
        let size = try size(arguments, .ringSize, in: 64 << 10...1 << 40, "64 KiB or more")
        let files = try arguments.integer(.ringFiles, in: 2...99_999)
        guard let size else {
            if files == nil { return nil }
            throw CommandFailure(
                "option \"\(VerbOption.ringFiles.typed)\" says how many files stay: say with "
                    + "\(VerbOption.ringSize.typed) when one is full")
        }
        guard target != .standardOutput else {
            throw CommandFailure(
                "option \"\(VerbOption.ringSize.typed)\" is for files: name one with \(VerbOption.output.typed)"
            )
        }
        return CaptureRing(size: size, files: files ?? standardFiles)
    }

    fileprivate static let standardFiles = 10
}

extension VerbOption {
    fileprivate static let interface = VerbOption.text(
        "interface", "NAME", "the interface to listen at", standard: "any, which is all of them"
    ).short("i")
    fileprivate static let port = VerbOption.text(
        "port", "N", "TCP to and from this port", standard: "all of TCP", repeatable: true)
    fileprivate static let filter = VerbOption.text(
        "filter", "EXPR", "only packets that this chooses too, in tcpdump's language")
    fileprivate static let output = VerbOption.text(
        "output", "FILE", "where to, anew; - for the standard output", standard: "capture_TIME.pcapng"
    ).short("o")
    fileprivate static let snapLength = VerbOption.text(
        "snap-length", "SIZE", "of longer packets keep only so much", standard: "256KiB, which is all")
    fileprivate static let buffer = VerbOption.text(
        "buffer", "SIZE", "the kernel's room for packets that wait to be written", standard: "8MiB")
    fileprivate static let ringSize = VerbOption.text(
        "ring-size", "SIZE", "begin a new file when one is so large: FILE_00001_TIME, and so on",
        standard: "no limit")
    fileprivate static let ringFiles = VerbOption.text(
        "ring-files", "N", "so many files stay; the oldest is deleted",
        standard: "\(CaptureArguments.standardFiles)")
    fileprivate static let captureDuration = VerbOption.text(
        "duration", "TIME", "end after so long (10s, 5m)")
    fileprivate static let packets = VerbOption.text("packets", "N", "end after so many packets")
    static let listInterfaces = VerbOption.flag("interfaces", "only list the interfaces there are")
}
