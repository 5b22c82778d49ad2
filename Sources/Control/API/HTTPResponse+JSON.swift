internal import Closecall
internal import WebSocketWire

extension HTTPResponse {
    /// JSON.
    static func json(_ status: Int, _ value: JSONValue) -> HTTPResponse {
        HTTPResponse(status, ["Content-Type": "application/json"], body: GoJSON.bytes(value))
    }

    /// An error as Toxiproxy sends it: JSON that is said to be plain text, since Go's `http.Error` says so.
    static func failure(_ status: Int, _ message: String) -> HTTPResponse {
        let value = JSONValue.object([
            JSONValue.Member("error", .text(message)), JSONValue.Member("status", .integer(Int128(status))),
        ])
        return .text(status, String(decoding: GoJSON.bytes(value), as: UTF8.self))
    }
}
