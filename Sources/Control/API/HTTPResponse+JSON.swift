internal import Closecall
internal import WebSocketWire

extension HTTPResponse {
    /// JSON.
    static func json(_ status: Int, _ value: JSONValue) -> HTTPResponse {
        HTTPResponse(status, ["Content-Type": "application/json"], body: GoJSON.bytes(value))
    }

    /// JSON of our own, one line.
    static func native(_ value: JSONValue, status: Int = 200) -> HTTPResponse {
        .line(value.line, status: status)
    }

    /// JSON that somebody has written.
    static func line(_ bytes: [UInt8], status: Int = 200) -> HTTPResponse {
        HTTPResponse(status, ["Content-Type": "application/json"], body: bytes)
    }

    /// An error of our own: what is wrong, what was expected, what to do.
    static func problem(_ status: Int, _ message: String) -> HTTPResponse {
        .native(.record(["error": .text(message), "status": .count(status)]), status: status)
    }

    /// An error as Toxiproxy sends it: JSON that is said to be plain text, since Go's `http.Error` says so.
    static func failure(_ status: Int, _ message: String) -> HTTPResponse {
        let value = JSONValue.object([
            JSONValue.Member("error", .text(message)), JSONValue.Member("status", .integer(Int128(status))),
        ])
        return .text(status, String(decoding: GoJSON.bytes(value), as: UTF8.self))
    }

    /// An error as who asked so gets it.
    static func failure(_ request: HTTPRequest, _ status: Int, _ message: String) -> HTTPResponse {
        request.isNative ? .problem(status, message) : .failure(status, message)
    }
}
