extension ExtensionOffer {
    /// Reads the value of `Sec-WebSocket-Extensions`, or of several such lines joined with commas
    /// (RFC 6455 §9.1).
    ///
    /// Empty list elements are dropped (RFC 9110 §5.6.1.2), but one element there must be.
    public static func parse(
        _ value: String, from offender: HandshakeParty = .client
    ) throws(HandshakeViolation) -> [ExtensionOffer] {
        var reader = ExtensionReader(value: value, offender: offender)
        return try reader.list()
    }

    /// The element as it stands in the header. A value that is no token, which no standard allows, is quoted.
    public var headerValue: String {
        parameters.reduce(name) { $0 + "; " + $1.headerValue }
    }

    /// The header's value for several elements, in this order.
    public static func headerValue(_ offers: [ExtensionOffer]) -> String {
        offers.map(\.headerValue).joined(separator: ", ")
    }
}

extension ExtensionOffer: CustomStringConvertible {
    /// The element as it stands in the header.
    public var description: String { headerValue }
}

extension ExtensionOffer.Parameter {
    fileprivate var headerValue: String {
        guard let value else { return name }
        if HTTPGrammar.isToken(value) { return "\(name)=\(value)" }
        let escaped = value.unicodeScalars.reduce(into: "") { text, scalar in
            if scalar == "\"" || scalar == "\\" { text.unicodeScalars.append("\\") }
            text.unicodeScalars.append(scalar)
        }
        return "\(name)=\"\(escaped)\""
    }
}

/// Walks once over the value; each method eats what it is named after.
private struct ExtensionReader {
    private let value: String
    private let bytes: [UInt8]
    private let offender: HandshakeParty
    private var position = 0

    init(value: String, offender: HandshakeParty) {
        self.value = value
        self.offender = offender
        bytes = Array(value.utf8)
    }

    mutating func list() throws(HandshakeViolation) -> [ExtensionOffer] {
        var offers: [ExtensionOffer] = []
        repeat {
            skipSpace()
            if position == bytes.count || bytes[position] == HTTPGrammar.comma { continue }
            offers.append(try element())
        } while take(",")
        if position < bytes.count { throw violation(expected: "a comma or a semicolon") }
        if offers.isEmpty { throw violation(expected: "the name of an extension") }
        return offers
    }

    private mutating func element() throws(HandshakeViolation) -> ExtensionOffer {
        var offer = ExtensionOffer(try token("the name of an extension"))
        while take(";") {
            let name = try token("the name of a parameter")
            offer.parameters.append(.init(name, take("=") ? try parameterValue() : nil))
        }
        return offer
    }

    private mutating func parameterValue() throws(HandshakeViolation) -> String {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
            return try token("a value")
        }
        return try quotedToken()
    }

    /// "When using the quoted-string syntax variant, the value after quoted-string unescaping MUST conform to
    /// the 'token' ABNF" (RFC 6455 §9.1).
    private mutating func quotedToken() throws(HandshakeViolation) -> String {
        let start = position
        var text: [UInt8] = []
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            if bytes[position] == UInt8(ascii: "\\") { position += 1 }
            guard position < bytes.count else { break }
            text.append(bytes[position])
            position += 1
        }
        guard position < bytes.count else { throw violation(expected: "a closing quote") }
        position += 1
        guard HTTPGrammar.isToken(text) else {
            position = start
            throw violation(expected: "a token inside the quotes")
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func token(_ what: String) throws(HandshakeViolation) -> String {
        skipSpace()
        let start = position
        while position < bytes.count, HTTPGrammar.isTokenByte(bytes[position]) { position += 1 }
        guard position > start else { throw violation(expected: what) }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Spaces may stand around all separators: RFC 6455 uses RFC 2616's ABNF, where they are implied.
    private mutating func take(_ separator: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: separator) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count, HTTPGrammar.isWhitespace(bytes[position]) { position += 1 }
    }

    private func violation(expected: String) -> HandshakeViolation {
        HandshakeViolation(.invalidExtensions(value, at: position, expected: expected), from: offender)
    }
}
