extension Expectation {
    /// What comes of a scenario that is written in Swift.
    ///
    /// - Parameters:
    ///   - client: what the client's API reports.
    ///   - server: what the server's API reports.
    ///   - cause: whose doing it was, or a cause's identifier.
    ///   - within: the session ends within.
    public init(
        client: SideExpectation? = nil, server: SideExpectation? = nil, cause: String? = nil,
        within: Duration? = nil
    ) {
        self.client = client
        self.server = server
        self.cause = cause
        self.within = within
    }
}

extension SideExpectation {
    /// A close event with this code: `.code(1006, wasClean: false)`.
    public static func code(
        _ codes: Int..., reason: String? = nil, wasClean: Bool? = nil, opened: Bool? = nil, error: Bool? = nil
    ) -> SideExpectation {
        var side = SideExpectation()
        side.codes = codes
        side.reason = reason
        side.wasClean = wasClean
        side.opened = opened
        side.error = error
        return side
    }
}
