internal import Faults
internal import Scenarios
internal import WebSocketWire

/// What a session is, as far as rules ask: nothing of it depends on other sessions but the ordinal.
struct SessionIdentity {
    let key: String
    /// Among the sessions with the same key, from 1.
    let ordinal: Int
    let target: String
    private let headers: HTTPHeaders
    /// Its own stream, named after key and ordinal.
    let random: RandomStream

    /// - Parameter request: nil where no HTTP is spoken.
    init(_ request: RequestHead?, in rules: RuleSet) {
        target = request?.target ?? ""
        headers = request?.headers ?? HTTPHeaders()
        key =
            switch rules.scenario.sessionKey {
            case .target: target
            case .header(let name): headers[name] ?? ""
            }
        ordinal = rules.ordinal(key)
        random = RandomStream(seed: rules.seed, key, String(ordinal))
    }

    func header(_ name: String) -> String? { headers[name] }
}
