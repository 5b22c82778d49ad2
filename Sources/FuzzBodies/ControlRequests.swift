internal import Control
internal import WebSocketWire

/// Reads an input as what a client sends to the control API: requests one after the other, and what is in their
/// bodies. Switch 1 narrows the limits.
///
/// - In all pieces the requests are the same, and so is the refusal; behind it nothing is read.
/// - No body is longer than the limit, and a refusal has a status of an error.
/// - Whatever a body is, the API takes it or says why not; what it writes, it reads again as the same.
public func fuzzHTTP(_ input: Span<UInt8>) {
    let choices = Choices(input)
    let stream = input.extracting(droppingFirst: Choices.count)
    var limits = HTTPLimits()
    if choices.has(1) { (limits.head, limits.headers, limits.body) = (200, 5, 64) }
    let whole = RequestTranscript(of: stream, in: Pieces.whole, limits)
    precondition(
        RequestTranscript(of: stream, in: choices.sizes, limits) == whole, "in pieces the requests are others"
    )
    precondition(
        RequestTranscript(of: stream, in: Pieces.single, limits) == whole,
        "byte by byte the requests are others")
    for request in whole.requests {
        precondition(request.body.count <= limits.body, "a body is longer than the limit")
        checkReadings(of: request.body)
    }
    // Most inputs are no whole request, and bodies are worth as much.
    checkReadings(of: [UInt8](copying: stream))
}

private func checkReadings(of body: [UInt8]) {
    for reading in ToxiproxyRehearsal(body).readings {
        switch reading {
        case .taken(let json):
            precondition(ToxiproxyRehearsal.isStable(json), "what the API wrote, it reads as something else")
        case .refused(let status, let message):
            precondition((400...599).contains(status), "a refusal with the status of a success")
            precondition(!message.isEmpty, "a refusal without a word")
        }
    }
}

/// What a reader made of a stream.
private struct RequestTranscript: Equatable {
    private(set) var requests: [HTTPRequest] = []
    private(set) var refusal: HTTPRefusal?

    init(of stream: Span<UInt8>, in sizes: Pieces.Sizes, _ limits: HTTPLimits) {
        var reader = HTTPRequestReader(limits: limits)
        for range in Pieces(of: stream.count, sizes) {
            take(stream.extracting(range), by: &reader)
            guard refusal == nil else { break }
        }
        if let refusal {
            precondition((400...599).contains(refusal.status), "a refusal with the status of a success")
            precondition(!refusal.description.isEmpty, "a refusal without a word")
        }
    }

    private mutating func take(_ bytes: Span<UInt8>, by reader: inout HTTPRequestReader) {
        var position = 0
        do throws(HTTPRefusal) {
            while position < bytes.count {
                let before = position
                let request = try reader.take(bytes, at: &position)
                precondition(position > before && position <= bytes.count, "the reader does not go on")
                if let request { requests.append(request) }
            }
        } catch {
            refusal = error
        }
    }
}
