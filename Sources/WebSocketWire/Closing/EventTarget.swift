/// Where an event happens: for a `CloseEvent`, the socket that closed.
///
/// The web's `EventTarget` also takes listeners. That part is left to those who have any.
public protocol EventTarget: AnyObject, Sendable {}
