internal import Closecall

extension Output {
    /// One object, one line.
    @discardableResult
    func json(_ members: (inout JSONWriter) -> Void) -> Bool {
        var json = JSONWriter()
        json.object(members)
        json.endLine()
        return text(json.text)
    }
}

extension WebSocket.ReadyState {
    /// As JSON has it, wherever one stands.
    var word: String {
        switch self {
        case .connecting: "connecting"
        case .open: "open"
        case .closing: "closing"
        case .closed: "closed"
        }
    }
}
