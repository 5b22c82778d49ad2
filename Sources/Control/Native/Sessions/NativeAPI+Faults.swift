internal import Closecall
internal import Faults
internal import Observer

extension NativeAPI {
    var faultRoutes: [Route] {
        [
            route(
                ["GET"], "/v1/faults", "Faults", "Every fault that scenarios are made of",
                .gives(.form("FaultList"))
            ) { request throws(NativeError) in
                _ = try NativeQuery(request, knows: [])
                return .native(.record(["faults": .array(FaultCatalog.all.map(\.json))]))
            },
            route(
                ["GET"], "/v1/faults/{fault}", "Fault", "A fault",
                .gives(.form("Fault")).or(404, "There is no such fault.")
            ) { request throws(NativeError) in
                _ = try NativeQuery(request, knows: [])
                return .native(try Self.kind(request["fault"], status: 404).json)
            },
            route(
                ["POST"], "/v1/proxies/{proxy}/apply", "Apply",
                "Does a fault once, now, in the youngest session or in all",
                .gives(.form("Applied")).takes(.json(.form("Application")))
                    .or(404, "There is no such proxy.").or(409, "It is disabled.")
                    .or(422, "There is no such fault, or it cannot be done in this way.")
            ) { [self] request throws(NativeError) in
                let body = try NativeBody(request, knows: ["fault", "parameters", "direction", "sessions"])
                let choice: SessionChoice
                switch try body.text("sessions") {
                case nil, "current": choice = .current
                case "all": choice = .all
                case .some(let other):
                    throw .wrong("\"sessions\": expected current or all, found \"\(other)\"")
                }
                let fault = try Self.fault(body)
                let direction = try body.direction("direction")
                let count = try await relay(request["proxy"]).apply([fault], direction: direction, to: choice)
                return Self.applied(to: count)
            },
        ]
    }

    /// In so many sessions.
    static func applied(to count: Int) -> HTTPResponse { .native(.record(["sessions": .count(count)])) }

    /// What a body names, read as a scenario would read it.
    static func fault(_ body: NativeBody) throws(NativeError) -> any Fault {
        guard let name = try body.text("fault") else {
            throw .wrong("\"fault\" is missing: its word, such as \"reset\"; GET /v1/faults lists all")
        }
        let kind = try kind(name, status: 422)
        let place = Place(line: 1, column: 1)
        var problems: [ValueProblem] = []
        let parameters = body["parameters"].map { Value($0, at: place) }
        let fault = kind.fault(from: parameters, at: place, &problems)
        guard let fault, problems.isEmpty else {
            throw .wrong(problems.map(\.message).joined(separator: "; "))
        }
        if let path = (fault as? Link)?.link.tracePaths.first {
            throw .wrong("the recorded link \(path) is a file, which is not read here")
        }
        return fault
    }

    private static func kind(_ name: String, status: Int) throws(NativeError) -> FaultKind {
        if let kind = FaultCatalog.kind(named: name) { return kind }
        let hint = Suggestion.words(for: name, among: FaultCatalog.all.map(\.name))
        throw NativeError(status, "unknown fault \"\(name)\", \(hint ?? "GET /v1/faults lists all")")
    }
}

extension Value {
    /// What would stand in a scenario.
    fileprivate init(_ json: JSONValue, at place: Place) {
        switch json {
        case .null: self.init(.scalar("null", isPlain: true), at: place)
        case .flag(let flag): self.init(.scalar("\(flag)", isPlain: true), at: place)
        case .integer(let number): self.init(.scalar("\(number)", isPlain: true), at: place)
        case .decimal(let number): self.init(.scalar(GoJSON.text(number), isPlain: true), at: place)
        // Without quotes: `"50%"` is a share, as it is in YAML.
        case .text(let text): self.init(.scalar(text, isPlain: false), at: place)
        case .array(let elements): self.init(.list(elements.map { Value($0, at: place) }), at: place)
        case .object(let members):
            self.init(
                .map(members.map { Entry($0.name, at: place, Value($0.value, at: place)) }), at: place)
        }
    }
}
