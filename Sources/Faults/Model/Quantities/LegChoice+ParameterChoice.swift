extension LegChoice: ParameterChoice {
    /// Which connections the word means.
    public var summary: String {
        switch self {
        case .client: "the connection to the client"
        case .server: "the connection to the server"
        case .both: "both connections"
        }
    }
}
