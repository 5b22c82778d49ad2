// Quantities in scenarios that are written in Swift: `$0.size = 1500`, `$0.rate = 0.02`, `$0.payload = "bye"`.

extension ByteCount: ExpressibleByIntegerLiteral {
    /// So many bytes.
    public init(integerLiteral bytes: Int) { self.init(bytes) }
}

extension Share: ExpressibleByFloatLiteral {
    /// A part of 1.
    public init(floatLiteral fraction: Double) { self.init(fraction) }
}

extension Payload: ExpressibleByStringLiteral {
    /// The text's UTF-8.
    public init(stringLiteral text: String) { self.init(text: text) }
}
