internal import Observer
internal import WebSocketWire

// MARK: - Endings before the frames

extension ScenarioMaker {
    /// The answer was cut, or never came.
    func cutHandshake() -> ScenarioSketch {
        var sketch = empty()
        let how = wasReset ? "reset" : "fin"
        let answer = ending.clientSide.answer
        if answer.bytes == 0 {
            // Whether the server has answered, and to nobody, is what it reports.
            let direction: Direction = ending.server == nil ? .toServer : .toClient
            sketch.rule("kind: handshake, direction: \(direction)", "refuse: \(how)")
        } else {
            // One that is nearly whole must not be so by chance: the played server's answer has another length.
            let keep = answer.complete == nil ? "keep: \(min(answer.bytes, 100)) B" : "keep: 100%"
            sketch.rule("kind: handshake", "truncate-handshake: { \(keep), then: \(how) }")
        }
        return sketch
    }

    /// The answer was a no. A server that said so itself has seen nothing open, as one that was not asked.
    func refused(with status: Int) -> ScenarioSketch {
        var sketch = empty()
        let direction = ending.server == nil ? "toServer" : "toClient"
        sketch.rule("kind: handshake, direction: \(direction)", Self.answer(status))
        return sketch
    }

    /// The answer was a no, or one that the client cannot take.
    func brokenHandshake() throws(ExportProblem) -> ScenarioSketch {
        var sketch = empty()
        let faults: [String]
        switch ending.cause {
        case .handshakeRefused(let status): faults = [Self.answer(status)]
        case .handshakeInvalid(let flaw): faults = try Self.faults(for: flaw, &sketch)
        default: faults = [Self.answer(session.report.record.answeredStatus ?? 502)]
        }
        // A server that said yes has seen a session open, and one that said no has not.
        let isServers = faults.first?.hasPrefix("status") == true && ending.server == nil
        let direction = isServers ? "toServer" : "toClient"
        sketch.rules.append(
            ScenarioSketch.Rule(when: "kind: handshake, direction: \(direction)", faults: faults))
        return sketch
    }

    private static func answer(_ status: Int) -> String {
        "status: \(100...999 ~= status ? status : 502)"
    }

    private static func faults(
        for flaw: HandshakeFlaw, _ sketch: inout ScenarioSketch
    ) throws(ExportProblem) -> [String] {
        func header(_ name: String, _ value: String) -> String {
            "inject-header: { name: \(name), value: \(ScenarioSketch.quoted(value)) }"
        }
        let protocols = "Sec-WebSocket-Protocol"
        switch flaw {
        case .notHTTP: return ["garbage-handshake"]
        case .http10: return ["http-version: 1.0"]
        case .status(let status): return [answer(status)]
        case .interim(let status): return ["interim-response: \(status)"]
        case .noUpgrade: return ["strip-header: Upgrade"]
        case .otherUpgrade(let value): return ["strip-header: Upgrade", header("Upgrade", value)]
        case .noConnection: return ["strip-header: Connection"]
        case .otherConnection(let value), .connectionList(let value):
            return ["strip-header: Connection", header("Connection", value)]
        case .noAccept: return ["wrong-accept: missing"]
        case .wrongAccept: return ["wrong-accept"]
        case .severalAccepts: return ["wrong-accept: twice"]
        case .subprotocolUnasked(let name):
            sketch.subprotocols = []
            return [header(protocols, name)]
        case .subprotocolOther(let name), .subprotocolSeveral(let name):
            return ["strip-header: \(protocols)", header(protocols, name)]
        case .subprotocolMissing: return ["strip-header: \(protocols)"]
        case .extensionUnasked(let name): return [header("Sec-WebSocket-Extensions", name)]
        case .deflateTwice, .deflateParameter:
            sketch.compresses = true
            return [header("Sec-WebSocket-Extensions", "permessage-deflate; no_such_parameter")]
        case .long: return ["inject-header: { name: X-Long, value: x, size: 300 kB }"]
        case .bareLF:
            throw .impossible("its answer has lines that end with LF alone, and no fault writes them")
        }
    }
}
