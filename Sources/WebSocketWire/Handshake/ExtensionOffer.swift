/// One element of `Sec-WebSocket-Extensions`: a name and its parameters, in order (RFC 6455 §9.1).
///
/// A client's header lists what it offers; a server's lists what it accepts, in the same shape.
public struct ExtensionOffer: Hashable, Sendable {
    /// A parameter with or without a value: `client_max_window_bits`, `server_max_window_bits=10`.
    public struct Parameter: Hashable, Sendable {
        /// The parameter's name, as written.
        public var name: String
        /// The value with quotes and escapes taken off, or nil where there was none.
        public var value: String?

        /// A parameter.
        public init(_ name: String, _ value: String? = nil) {
            self.name = name
            self.value = value
        }
    }

    /// The extension's name, as written.
    public var name: String
    /// Parameters in the order they stand; a name may stand twice, which most extensions forbid.
    public var parameters: [Parameter]

    /// An offer.
    public init(_ name: String, parameters: [Parameter] = []) {
        self.name = name
        self.parameters = parameters
    }
}
