internal import Relay

/// Drives a relayed session with events that the bytes choose, with what peers send whole, in pieces that the
/// input chooses, and byte by byte: the same bytes come out, and the same is told of them.
///
/// Switch 1 makes the upstream a plain byte stream, 2 lets requests be rewritten, 4 sets an idle timeout.
public func fuzzRelay(_ input: Span<UInt8>) {
    let choices = Choices(input)
    let events = input.extracting(droppingFirst: Choices.count)
    var options = RelayOptions()
    options.expectsHTTP = !choices.has(1)
    if choices.has(2) { options.rewrite = try? RequestRewrite(host: "b") }
    if choices.has(4) { options.idleTimeout = .seconds(20) }
    let whole = RelayTranscript(of: events, in: Pieces.whole, options)
    for sizes in [choices.sizes, Pieces.single] {
        let cut = RelayTranscript(of: events, in: sizes, options)
        if let difference = cut.difference(from: whole) {
            preconditionFailure("in pieces the session is another one than whole: \(difference)")
        }
    }
}
