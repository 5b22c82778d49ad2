/// Writes JSON as it is told to, field by field: the order in the text is the order of the calls.
///
/// One object a line is how every verb and the journal speak to programs, so `endLine()` ends one and the
/// buffer can be used again with its memory. Names and values are written as they are; a name used twice is
/// the caller's fault.
public struct JSONWriter: Sendable {
    /// The UTF-8 text so far.
    public private(set) var bytes: [UInt8] = []
    /// Whether a comma is due before the next member or element.
    private var needsComma = false

    /// An empty text.
    public init() {}

    /// The text so far as a string.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Ends the line of a finished object.
    public mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    /// Forgets the text and keeps its memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    // MARK: Objects

    /// `{…}` at the top or as an element of an array.
    public mutating func object(_ members: (inout JSONWriter) -> Void) {
        separate()
        nest("{", members, "}")
    }

    /// `"name":{…}`
    public mutating func object(_ name: String, _ members: (inout JSONWriter) -> Void) {
        member(name)
        nest("{", members, "}")
    }

    /// `"name":"value"`, or null.
    public mutating func field(_ name: String, _ value: String?) {
        member(name)
        if let value { string(value) } else { raw("null") }
    }

    /// `"name":1006`, or null. Whole numbers of any size are written in full.
    public mutating func field(_ name: String, _ value: (some BinaryInteger)?) {
        member(name)
        if let value { raw(String(value)) } else { raw("null") }
    }

    /// `"name":0.25`. JSON has no infinity and no NaN: they become null.
    public mutating func field(_ name: String, _ value: Double) {
        member(name)
        raw(value.isFinite ? value.description : "null")
    }

    /// `"name":true`
    public mutating func field(_ name: String, _ value: Bool) {
        member(name)
        raw(value ? "true" : "false")
    }

    /// `"name":["a","b"]`
    public mutating func field(_ name: String, _ values: [String]) {
        array(name) { array in
            for value in values { array.element(value) }
        }
    }

    // MARK: Arrays

    /// `"name":[…]`
    public mutating func array(_ name: String, _ elements: (inout JSONWriter) -> Void) {
        member(name)
        nest("[", elements, "]")
    }

    /// A string in an array.
    public mutating func element(_ value: String) {
        separate()
        string(value)
    }

    /// A whole number in an array.
    public mutating func element(_ value: some BinaryInteger) {
        separate()
        raw(String(value))
    }

    // MARK: Text

    private mutating func nest(_ open: String, _ contents: (inout JSONWriter) -> Void, _ close: String) {
        raw(open)
        needsComma = false
        contents(&self)
        raw(close)
        needsComma = true
    }

    private mutating func member(_ name: String) {
        separate()
        string(name)
        raw(":")
    }

    private mutating func separate() {
        if needsComma { raw(",") }
        needsComma = true
    }

    private mutating func raw(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// RFC 8259 §7: the quote, the backslash and what is below a space are escaped, all else may stand.
    private mutating func string(_ value: String) {
        raw("\"")
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case UInt8(ascii: "\n"): raw("\\n")
            case UInt8(ascii: "\r"): raw("\\r")
            case UInt8(ascii: "\t"): raw("\\t")
            case 0..<0x20, 0x7F:
                raw(byte < 0x10 ? "\\u000" : "\\u00")
                raw(String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
        raw("\"")
    }
}
