internal import Observer
internal import WebSocketWire

/// Sends an interim response before the real one.
public struct InterimResponse: Fault {
    /// Which.
    public var status = Status.goOn

    /// 100 Continue.
    public init() {}

    /// The statuses that another response follows.
    public enum Status: String, ParameterChoice {
        /// 100.
        case goOn = "100"
        /// 102.
        case processing = "102"
        /// 103.
        case earlyHints = "103"

        /// What it means.
        public var summary: String {
            switch self {
            case .goOn: "100 Continue: go on with the body, of which there is none"
            case .processing: "102 Processing: have patience"
            case .earlyHints: "103 Early Hints: headers to come"
            }
        }

        var phrase: String {
            switch self {
            case .goOn: "Continue"
            case .processing: "Processing"
            case .earlyHints: "Early Hints"
            }
        }
    }

    /// Sends an interim response.
    public static let about = About<Self>(
        "interim-response", .handshake, "Sends an interim response such as 100 Continue before the 101.",
        details: """
            A head of that status without headers goes to the client before the server's response; with \
            `direction: toServer` already at the request, before the server has seen it. HTTP lets a server send \
            any number of them, and a client has to read on; clients that take the first head for the answer fail.
            """,
        clause: "RFC 9110 §15.2",
        clients: "A 100 before the 101: Firefox reads on and opens, Chromium refuses.",
        example: """
            - when: { kind: handshake }
              do: interim-response
            """,
        direction: .toClient,
        parameters: [Parameter("status", \.status, "which one")])

    /// Puts it before the response.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        guard let head = plan.head else { return }
        let code = Int(status.rawValue) ?? 100
        let interim = ResponseHead(status: code, reason: status.phrase, headers: [:]).bytes
        switch plan.direction {
        case .toServer: plan.reply.append(.bytes(interim))
        case .toClient: plan.replaceHead(with: [.bytes(interim), .head(head)])
        }
    }
}

extension Fault where Self == InterimResponse {
    /// `interim-response` with its defaults.
    public static var interimResponse: InterimResponse { InterimResponse() }
}
