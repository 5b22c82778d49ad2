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
