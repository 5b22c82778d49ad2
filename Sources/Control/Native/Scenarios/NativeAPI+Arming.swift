internal import Closecall
internal import Scenarios

extension NativeAPI {
    var armingRoutes: [Route] {
        let scenario = "/v1/scenarios/{scenario}"
        return [
            route(
                ["POST"], "\(scenario)/arm", "ScenarioArm",
                "Puts a scenario to work in a proxy: in its running sessions at once, and in those to come",
                .gives(.form("Armed")).takes(.json(.form("Arming"), isRequired: false))
                    .or(404, "There is no such scenario, or no such proxy.")
                    .or(422, "It cannot be armed in this way.")
            ) { [self] request throws(NativeError) in
                try await arm(request)
            },
            route(
                ["POST"], "\(scenario)/disarm", "ScenarioDisarm",
                "Takes a scenario out of work; what it held back leaves, and nothing is lost",
                .gives(.form("Disarmed")).takes(.json(.form("Disarming"), isRequired: false))
                    .or(404, "It is not armed there, or there is no such proxy.")
                    .or(422, "Something in the body is wrong.")
            ) { [self] request throws(NativeError) in
                try await disarm(request)
            },
        ]
    }

    private func arm(_ request: RoutedRequest) async throws(NativeError) -> HTTPResponse {
        let body = try NativeBody(request, knows: ["proxy", "seed", "toxicity", "beside"])
        let name = request["scenario"]
        let armed = ArmedScenario(
            name: name, scenario: try scenario(name), place: try Self.place(body, try scenario(name)))
        let proxy = try await chosen(try body.text("proxy"))
        guard (try? await proxies.arm(armed, on: proxy)) != nil else {
            throw await Self.missing(proxy, among: proxies)
        }
        return .native(armed.json(on: proxy))
    }

    /// A share of the sessions, and others at work at the same time, are for rules alone: the network, the timeline and
    /// the seed are those of a whole session.
    private static func place(
        _ body: NativeBody, _ scenario: Scenario
    ) throws(NativeError) -> ArmedScenario.Place {
        let (seed, toxicity) = (try body.seed("seed"), try body.share("toxicity"))
        guard try body.flag("beside") ?? (toxicity != nil) else {
            guard toxicity == nil else {
                throw .wrong(
                    "\"toxicity\" is for rules beside what is played, and \"beside\" is false: drop one of them"
                )
            }
            return .played(seed: seed)
        }
        guard seed == nil else {
            throw .wrong(
                "\"seed\" is what all of a session draws from: arm the scenario without \"toxicity\" and \"beside\""
            )
        }
        guard scenario.link == nil, scenario.phases.isEmpty, scenario.sessionKey == .target else {
            throw .wrong(
                "only rules can stand beside others, and this scenario has a link, phases or a session key of its own: "
                    + "arm it without \"toxicity\" and \"beside\"")
        }
        return .beside(toxicity: toxicity ?? 1)
    }

    private func disarm(_ request: RoutedRequest) async throws(NativeError) -> HTTPResponse {
        let body = try NativeBody(request, knows: ["proxy"])
        let (name, proxy) = (request["scenario"], try body.text("proxy"))
        guard let names = try? await proxies.disarm(name, on: proxy) else {
            throw await Self.missing(proxy ?? "", among: proxies)
        }
        guard !names.isEmpty else {
            throw .missing("the scenario \"\(name)\" is not armed\(proxy.map { " on \"\($0)\"" } ?? "")")
        }
        return .native(.record(["proxies": .array(names.map(JSONValue.text))]))
    }

    /// Where there is only one proxy, nobody needs to say which.
    private func chosen(_ name: String?) async throws(NativeError) -> String {
        if let name { return name }
        let names = await proxies.all().map(\.name)
        guard let only = names.first, names.count == 1 else {
            throw .wrong(
                names.isEmpty
                    ? "there is no proxy to arm it on: POST /proxies makes one"
                    : "\"proxy\" says on which proxy: there are \(names.joined(separator: ", "))")
        }
        return only
    }
}
