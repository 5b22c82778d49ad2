internal import Observer

/// Reads lines one after the other, and keeps sessions that are still open at hand.
struct JournalFileReader {
    private struct Key: Hashable {
        let run: Int
        let number: Int
    }

    let readsFrames: Bool
    private var file = JournalFile()
    private var lastPart = Int.max
    private var places: [Key: Int] = [:]

    init(readsFrames: Bool) {
        self.readsFrames = readsFrames
    }

    /// When a part begins, as its first line has it: times in one format are in order when their texts are.
    static func begin(_ bytes: [UInt8]) -> String {
        let line = Array(bytes.prefix { $0 != UInt8(ascii: "\n") })
        return (try? JSONValue(line.span))?["time"]?.text ?? ""
    }

    mutating func read(_ bytes: [UInt8], part: Int) {
        var start = 0
        var number = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            number += 1
            if end > start, wants(bytes[start..<end]) {
                // A kill cuts only the last line, and then it is nobody's mistake.
                let isLast = end >= bytes.count - 1
                if !read(bytes[start..<end]), !isLast {
                    file.broken += 1
                    file.firstBroken = file.firstBroken ?? (part, number)
                }
            }
            start = end + 1
        }
    }

    /// Frames may be a million lines: where nobody asks for them they are not even taken apart.
    private func wants(_ line: ArraySlice<UInt8>) -> Bool {
        readsFrames || !line.starts(with: #"{"event":"frame","#.utf8)
    }

    private mutating func read(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let line = try? JSONValue(bytes.span), let event = line["event"]?.text else { return false }
        file.lines += 1
        switch event {
        case "journal.start": start(line)
        case "scenario": addScenario(line)
        case "journal.missed": file.missed += line["count"]?.whole() ?? 0
        case "session.open": inSession(line) { $0.open(line) }
        case "frame":
            file.hasFrames = true
            if readsFrames { inSession(line) { $0.addFrame(line) } }
        case "fault": inSession(line) { $0.addFault(line) }
        case "session.end": inSession(line) { $0.end(line) }
        default: break
        }
        return true
    }

    /// A part that is not behind the last one is the first of another run.
    private mutating func start(_ line: JSONValue) {
        let part: Int = line["part"]?.whole() ?? 1
        if part <= lastPart { file.runs.append(JournalFile.Run()) }
        lastPart = part
        withRun { run in
            run.time = run.time ?? line["time"]?.text
            run.version = line["closecall"]?.text
            run.command = Self.command(line["command"])
            run.language = line["lang"]?.text ?? Self.language(line["command"])
        }
        if let scenario = line["scenario"], scenario.members != nil { add(scenario, seed: line["seed"]) }
    }

    private mutating func addScenario(_ line: JSONValue) {
        add(line["scenario"].flatMap { $0.members == nil ? nil : $0 } ?? line, seed: line["seed"])
    }

    private mutating func add(_ value: JSONValue, seed: JSONValue?) {
        let seed = seed?.text ?? seed?.whole(UInt64.self).map { "\($0)" }
        let scenario = JournalFile.Scenario(
            name: value["name"]?.text, seed: seed, digest: value["digest"]?.text)
        // A further part says again what is in force.
        withRun { if $0.scenarios.last != scenario { $0.scenarios.append(scenario) } }
    }

    /// A command as one text, or as its words.
    private static func command(_ value: JSONValue?) -> String? {
        value?.text ?? value?.elements.map { $0.compactMap(\.text).joined(separator: " ") }
    }

    /// A language that the command named.
    private static func language(_ command: JSONValue?) -> String? {
        let words = command?.elements?.compactMap(\.text) ?? []
        if let typed = words.last(where: { $0.hasPrefix("--lang=") }) { return String(typed.dropFirst(7)) }
        return words.lastIndex(of: "--lang").flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
    }

    private mutating func withRun(_ body: (inout JournalFile.Run) -> Void) {
        if file.runs.isEmpty { file.runs.append(JournalFile.Run()) }
        body(&file.runs[file.runs.count - 1])
    }

    private mutating func inSession(_ line: JSONValue, _ body: (inout JournalSession) -> Void) {
        guard let number = line["session"]?.whole(Int.self) else { return }
        let key = Key(run: max(1, file.runs.count), number: number)
        let place = places[key] ?? file.sessions.count
        if place == file.sessions.count {
            file.sessions.append(JournalSession(run: key.run, number: number))
            places[key] = place
        }
        body(&file.sessions[place])
    }

    var finished: JournalFile {
        var file = file
        file.sessions.sort { ($0.run, $0.number) < ($1.run, $1.number) }
        return file
    }
}
