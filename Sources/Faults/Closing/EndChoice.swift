/// How a fault ends connections behind what it sent.
public enum EndChoice: String, ParameterChoice {
    /// A FIN.
    case fin
    /// An RST.
    case reset

    /// What it means, in a line.
    public var summary: String {
        switch self {
        case .fin: "a FIN: the connection ends in order, in the middle of whatever was being said"
        case .reset: "an RST: the connection is gone, as when a process dies with bytes unread"
        }
    }

    /// As it stands in a plan.
    func end(_ legs: LegChoice) -> PlannedEnd {
        switch self {
        case .fin: PlannedEnd(.close, legs)
        case .reset: PlannedEnd(.reset, legs)
        }
    }
}
