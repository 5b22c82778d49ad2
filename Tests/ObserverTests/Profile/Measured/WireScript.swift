internal import Foundation

/// What the raw server of a measured case does, read from its description.
struct WireScript {
    enum Step: Equatable {
        case send([UInt8])
        case sleep(milliseconds: Int)
        case finish
        case reset
        case awaitClose(milliseconds: Int)
        case echoClose
        case readUntilEnd(milliseconds: Int)
    }

    /// How the handshake goes.
    enum Handshake: Equatable {
        case response(Response)
        case bytes([UInt8])
        case none
        /// The connection ends before the request was read.
        case unread
        /// Nobody listens.
        case refused
    }

    /// A 101, with what is wrong with it.
    struct Response: Equatable {
        var status = "HTTP/1.1 101 Switching Protocols"
        var upgrade: String? = "websocket"
        var connection: String? = "Upgrade"
        /// Nil for the right one.
        var accept: String?
        var hasAccept = true
        var extra = ""
        var prefix = ""
        var deflates = false
        var hasBareLF = false
        var delay = 0
        /// So many bytes are missing at the end.
        var cut = 0
        /// It leaves together with the next step.
        var isGlued = false
    }

    var handshake = Handshake.none
    var steps: [Step] = []
    /// The subprotocols that the client offers.
    var protocols: [String] = []

    init(_ wire: String) throws {
        guard let bar = wire.range(of: " | ", options: .backwards) else { throw Unreadable(wire) }
        let description = String(wire[..<bar.lowerBound])
        var words = Self.split(String(wire[bar.upperBound...]), at: "; ")
        protocols = Self.offered(description)
        try readHandshake(words.removeFirst(), description)
        for word in words { try read(word) }
    }

    struct Unreadable: Error, CustomStringConvertible {
        let description: String
        init(_ text: String) { description = "cannot read `\(text.prefix(200))`" }
    }
}

extension WireScript {
    /// Has what is sent without a pause between sent together.
    mutating func join() {
        var joined: [Step] = []
        for step in steps {
            if case .send(let more) = step, case .send(let bytes) = joined.last {
                joined[joined.count - 1] = .send(bytes + more)
            } else {
                joined.append(step)
            }
        }
        steps = joined
    }
}

// MARK: - Steps

extension WireScript {
    private mutating func read(_ word: String) throws {
        let parts = word.split(separator: " ").map(String.init)
        switch parts.first {
        case "S":
            steps.append(.send(try Self.bytes(parts.dropFirst().joined(separator: " "))))
        case "sleep":
            steps.append(.sleep(milliseconds: try Self.number(parts[1])))
        case "FIN", "close()":
            steps.append(.finish)
        case "RST":
            steps.append(.reset)
        case "wait":
            steps.append(.awaitClose(milliseconds: try Self.number(parts[4])))
        case "echo":
            steps.append(.echoClose)
        case "read":
            guard let seconds = Double(parts[parts.count - 2]) else { throw Unreadable(word) }
            steps.append(.readUntilEnd(milliseconds: Int(seconds * 1000)))
        case "...":
            // "S tick; sleep; S tick; ... (242 steps in all); sleep; FIN", with the waiting and the FIN among them.
            let all = try Self.number(String(parts[1].dropFirst()))
            let pair = Array(steps[(steps.count - 3)...(steps.count - 2)])
            while steps.count + 2 < all { steps.append(contentsOf: pair.reversed()) }
        default:
            throw Unreadable(word)
        }
    }

    /// Hexadecimal digits; of a long run of bytes only both ends and the length are there.
    private static func bytes(_ text: String) throws -> [UInt8] {
        guard let dots = text.range(of: "...") else { return try hexadecimal(text) }
        let words = text[dots.upperBound...].split(separator: " ")
        let (head, tail) = (
            try hexadecimal(String(text[..<dots.lowerBound])), try hexadecimal(String(words[0]))
        )
        let count = try number(String(words[1].dropFirst()))
        return head + [UInt8](repeating: tail[0], count: count - head.count - tail.count) + tail
    }

    private static func hexadecimal(_ text: String) throws -> [UInt8] {
        let digits = Array(text)
        guard digits.count.isMultiple(of: 2) else { throw Unreadable(text) }
        return try stride(from: 0, to: digits.count, by: 2).map { index in
            guard let byte = UInt8(String(digits[index...(index + 1)]), radix: 16) else {
                throw Unreadable(text)
            }
            return byte
        }
    }

    private static func number(_ text: String) throws -> Int {
        guard let number = Int(text) else { throw Unreadable(text) }
        return number
    }

    /// Parts a text, but not within quotes.
    private static func split(_ text: String, at separator: String) -> [String] {
        var parts = [""]
        var isQuoted = false
        var rest = text[...]
        while let first = rest.first {
            if first == "'", parts.last?.hasSuffix("client") != true { isQuoted.toggle() }
            if !isQuoted, rest.hasPrefix(separator) {
                parts.append("")
                rest = rest.dropFirst(separator.count)
            } else {
                parts[parts.count - 1].append(first)
                rest = rest.dropFirst()
            }
        }
        return parts
    }
}

// MARK: - The handshake

extension WireScript {
    private mutating func readHandshake(_ word: String, _ description: String) throws {
        if word.hasPrefix("101") {
            var response = Response()
            response.isGlued = word.contains("glued")
            response.deflates = word.contains("permessage-deflate")
            handshake = .response(response)
        } else if word.hasPrefix("handshake altered: ") {
            var response = Response()
            let changes = Self.split(String(word.dropFirst("handshake altered: ".count)), at: ", ")
            for change in changes { try alter(&response, change) }
            handshake = .response(response)
        } else if word.hasPrefix("handshake response bytes ") {
            handshake = .bytes(try Self.bytes(String(word.dropFirst("handshake response bytes ".count))))
        } else if word.hasPrefix("right after accept(): ") {
            handshake = .unread
            try read(String(word.dropFirst("right after accept(): ".count)))
        } else if word == "nobody listens" {
            handshake = .refused
        } else if word != "no handshake response" {
            throw Unreadable(word)
        }
    }

    private func alter(_ response: inout Response, _ change: String) throws {
        let parts = change.split(separator: "=", maxSplits: 1).map(String.init)
        let value: String? = parts[1] == "None" ? nil : Self.unquoted(parts[1])
        switch parts[0] {
        case "status": response.status = value ?? ""
        case "upgrade": response.upgrade = value
        case "connection": response.connection = value
        case "accept":
            response.accept = value
            response.hasAccept = value != nil
        case "lf": response.hasBareLF = true
        case "delay": response.delay = Int((Double(value ?? "") ?? 0) * 1000)
        case "cut": response.cut = try Self.number(value ?? "")
        case "prefix": response.prefix = value ?? ""
        case "extra" where value?.hasSuffix("..") == true:
            response.extra = "X-Big: " + String(repeating: "a", count: 300_000) + "\r\n"
        case "extra": response.extra = value ?? ""
        case "line":
            response.extra = "X-B: " + String(repeating: "a", count: try Self.number(value ?? "")) + "\r\n"
        case "lines":
            let count = try Self.number(value ?? "")
            response.extra = (0..<count).map { "X-B\($0): " + String(repeating: "a", count: 1000) + "\r\n" }
                .joined()
        default: throw Unreadable(change)
        }
    }

    /// A Python string.
    private static func unquoted(_ text: String) -> String {
        guard text.hasPrefix("'") else { return text }
        return text.dropFirst().dropLast().replacingOccurrences(of: "\\r", with: "\r")
            .replacingOccurrences(of: "\\n", with: "\n")
    }

    /// "client offers 'chat'", "client offers chat, superchat;"
    private static func offered(_ description: String) -> [String] {
        guard let start = description.range(of: "client offers ") else { return [] }
        let rest = description[start.upperBound...]
        let list = rest.hasPrefix("'") ? rest.dropFirst().prefix { $0 != "'" } : rest.prefix { $0 != ";" }
        return list.components(separatedBy: ", ")
    }
}
