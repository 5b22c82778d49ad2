/// How one kind of endpoint reports what it lived through.
///
/// A profile is a value made of traits, each measured. What an endpoint reports follows from its life and these
/// alone: `verdict(of:)` knows no case by name. Documentation/Profiles.md is the table of all traits.
public struct EndpointProfile: Hashable, Sendable {
    /// The kinds that are known.
    public enum Name: String, Hashable, Sendable, CaseIterable {
        /// As the standards have it (RFC 6455, and the WebSockets standard for the events).
        case rfc6455
        /// Chromium and what is made of it.
        case chromium
        /// Firefox.
        case firefox
        /// node's own WebSocket (undici).
        case node
        /// Python's websockets.
        case pythonWebSockets = "python-websockets"
    }

    /// Which it is.
    public let name: Name
    /// What sets it apart.
    let traits: Traits

    private init(_ name: Name) {
        self.name = name
        var traits = Traits()
        for line in TraitLine.all { line.apply(&traits, name) }
        self.traits = traits
    }

    /// As the standards have it.
    public static let rfc6455 = EndpointProfile(.rfc6455)
    /// Chromium and what is made of it.
    public static let chromium = EndpointProfile(.chromium)
    /// Firefox.
    public static let firefox = EndpointProfile(.firefox)
    /// node's own WebSocket (undici).
    public static let node = EndpointProfile(.node)
    /// Python's websockets.
    public static let pythonWebSockets = EndpointProfile(.pythonWebSockets)

    /// The profile of that name.
    public static func named(_ name: Name) -> EndpointProfile {
        switch name {
        case .rfc6455: rfc6455
        case .chromium: chromium
        case .firefox: firefox
        case .node: node
        case .pythonWebSockets: pythonWebSockets
        }
    }
}
