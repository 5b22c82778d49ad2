/// One header line: a name as written, and the bytes of its value without the white space around them.
public struct HTTPHeader: Hashable, Sendable {
    /// The name as written; it is compared without regard to case.
    public var name: String
    /// The value as it stands on the wire, which need not be UTF-8 (RFC 9110 §5.5).
    public var rawValue: [UInt8]

    /// A header with a text value.
    public init(_ name: String, _ value: String) {
        self.init(name, rawValue: Array(value.utf8))
    }

    /// A header with any bytes for a value.
    public init(_ name: String, rawValue: [UInt8]) {
        self.name = name
        self.rawValue = rawValue
    }

    /// The value as text, with U+FFFD for what is not UTF-8.
    public var value: String {
        String(decoding: rawValue, as: UTF8.self)
    }
}

extension HTTPHeader: CustomStringConvertible {
    /// `Name: value`.
    public var description: String { "\(name): \(value)" }
}

/// The header lines of a head, in order, repeated names included.
public struct HTTPHeaders: Hashable, Sendable {
    private var fields: [HTTPHeader]

    /// These headers, in this order.
    public init(_ fields: [HTTPHeader] = []) {
        self.fields = fields
    }

    /// The value of the first header of that name.
    public subscript(name: String) -> String? {
        fields.first { HTTPGrammar.equalsIgnoringCase($0.name, name) }?.value
    }

    /// The values of all headers of that name, in order.
    public func values(of name: String) -> [String] {
        fields.filter { HTTPGrammar.equalsIgnoringCase($0.name, name) }.map(\.value)
    }

    /// The values of all headers of that name as one comma list (RFC 9110 §5.3), or nil if there is none.
    public func combined(_ name: String) -> String? {
        let values = values(of: name)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    /// The elements of the comma lists of that name, over all its lines.
    public func elements(of name: String) -> [String] {
        values(of: name).flatMap(HTTPGrammar.listElements)
    }

    /// Whether a comma list of that name holds the token, case aside.
    public func contains(_ token: String, in name: String) -> Bool {
        fields.contains { field in
            HTTPGrammar.equalsIgnoringCase(field.name, name)
                && HTTPGrammar.list(field.rawValue, contains: token)
        }
    }

    /// Adds a header behind the others.
    public mutating func append(_ name: String, _ value: String) {
        fields.append(HTTPHeader(name, value))
    }

    /// Adds a header behind the others.
    public mutating func append(_ header: HTTPHeader) {
        fields.append(header)
    }

    /// Adds headers behind the others.
    public mutating func append(contentsOf headers: HTTPHeaders) {
        fields += headers.fields
    }

    /// Takes out all headers of that name.
    public mutating func remove(_ name: String) {
        fields.removeAll { HTTPGrammar.equalsIgnoringCase($0.name, name) }
    }

    /// Puts one header in the place of the first of that name and takes out the rest; appends it if there
    /// is none.
    public mutating func set(_ name: String, _ value: String) {
        let first = fields.firstIndex { HTTPGrammar.equalsIgnoringCase($0.name, name) } ?? fields.endIndex
        remove(name)
        fields.insert(HTTPHeader(name, value), at: first)
    }
}

extension HTTPHeaders: RandomAccessCollection {
    /// Where the first header stands.
    public var startIndex: Int { fields.startIndex }
    /// Behind the last header.
    public var endIndex: Int { fields.endIndex }
    /// The header at a place.
    public subscript(position: Int) -> HTTPHeader { fields[position] }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
    /// Headers in the order written; a name may stand twice.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { HTTPHeader($0, $1) })
    }
}

extension HTTPHeaders {
    /// Writes the lines as they stand, legal or not.
    func write(to bytes: inout [UInt8]) {
        for field in fields {
            bytes += Array(field.name.utf8) + Array(": ".utf8)
            bytes += field.rawValue
            bytes += Array("\r\n".utf8)
        }
    }

    /// Refuses what could not be read back as the same headers: above all a line break in a value, by which
    /// a caller's text would become headers of its own.
    func checkWritable(from offender: HandshakeParty) throws(HandshakeViolation) {
        for field in fields {
            guard HTTPGrammar.isToken(field.name) else {
                let kind: HandshakeViolation.Kind =
                    field.name.isEmpty ? .emptyHeaderName : .invalidHeaderName(field.name)
                throw HandshakeViolation(kind, from: offender)
            }
            if let byte = field.rawValue.first(where: HTTPGrammar.isForbiddenControl) {
                throw HandshakeViolation(.invalidHeaderValue(name: field.name, byte), from: offender)
            }
        }
    }
}
