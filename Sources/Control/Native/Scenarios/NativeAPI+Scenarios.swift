internal import Closecall
internal import Faults
internal import Scenarios

extension NativeAPI {
    var scenarioRoutes: [Route] { shelfRoutes + armingRoutes }

    private static let scenario = "/v1/scenarios/{scenario}"
    private static let text = RouteTerms.Content.text("application/yaml", "application/json", "text/plain")

    private var shelfRoutes: [Route] {
        [
            route(
                ["POST"], "/v1/check", "Check", "Says all that is wrong with a scenario",
                .gives(.form("Check"), "What is wrong with it, if anything is.").takes(Self.text)
                    .or(415, "The body is packed, or part of a form.")
            ) { request throws(NativeError) in
                try Self.check(request)
            },
            route(
                ["GET"], "/v1/scenarios", "Scenarios", "All scenarios that were put, by name",
                .gives(.form("ScenarioList"))
            ) { [self] request throws(NativeError) in
                _ = try NativeQuery(request, knows: [])
                let armed = await armed
                let all = shelf.all.map { $0.scenario.summary(named: $0.name, armed) }
                return .native(.record(["scenarios": .array(all)]))
            },
            route(
                ["PUT"], Self.scenario, "ScenarioPut",
                "Puts a scenario there, or another one in its place; what is armed stays as it was",
                .gives(.form("Scenario"), "It is in the place of the one before.").takes(Self.text)
                    .or(201, "It is there.", .json(.form("Scenario")))
                    .or(409, "There are too many.").or(415, "The body is packed, or part of a form.")
                    .or(422, "The scenario has problems: all are told, each with its place.")
            ) { [self] request throws(NativeError) in
                try await put(request)
            },
            route(
                ["GET"], Self.scenario, "ScenarioShow", "A scenario",
                .gives(.form("Scenario")).or(404, "There is no such scenario.")
            ) { [self] request throws(NativeError) in
                _ = try NativeQuery(request, knows: [])
                let name = request["scenario"]
                return .native(try scenario(name).json(named: name, await armed))
            },
            route(
                ["DELETE"], Self.scenario, "ScenarioDelete", "Disarms a scenario everywhere and forgets it",
                .givesNothing.or(404, "There is no such scenario.")
            ) { [self] request throws(NativeError) in
                _ = try scenario(request["scenario"])
                _ = try? await proxies.disarm(request["scenario"], on: nil)
                _ = shelf.remove(request["scenario"])
                return HTTPResponse(204)
            },
        ]
    }

    private static func check(_ request: RoutedRequest) throws(NativeError) -> HTTPResponse {
        try request.checkType()
        do throws(NativeError) {
            let scenario = try ScenarioShelf.read(request.body)
            return .native(
                .record(["valid": .flag(true), "title": .text(scenario.name), "problems": .array([])]))
        } catch {
            let problems = (error.problems ?? []).map(\.json)
            return .native(.record(["valid": .flag(false), "title": .null, "problems": .array(problems)]))
        }
    }

    private func put(_ request: RoutedRequest) async throws(NativeError) -> HTTPResponse {
        _ = try NativeQuery(request, knows: [])
        try request.checkType()
        let name = request["scenario"]
        guard name.utf8.count <= 200 else {
            throw NativeError(400, "expected a name of 200 bytes at most, found one of \(name.utf8.count)")
        }
        let scenario = try ScenarioShelf.read(request.body)
        let isNew = try shelf.put(scenario, as: name)
        return .native(scenario.json(named: name, await armed), status: isNew ? 201 : 200)
    }

    func scenario(_ name: String) throws(NativeError) -> Scenario {
        if let scenario = shelf[name] { return scenario }
        let names = shelf.all.map(\.name)
        let hint = Suggestion.words(for: name, among: names)
        throw .missing(
            "no scenario is called \"\(name)\", \(hint ?? "PUT /v1/scenarios/NAME with its text puts one there")"
        )
    }

    /// What is armed where.
    private var armed: [(proxy: String, scenario: ArmedScenario)] {
        get async {
            await proxies.all().flatMap { proxy in proxy.armed.map { (proxy.name, $0) } }
        }
    }
}

extension Scenario {
    fileprivate func summary(
        named name: String, _ armed: [(proxy: String, scenario: ArmedScenario)]
    ) -> JSONValue {
        let here = armed.filter { $0.scenario.name == name }
        return .record([
            "name": .text(name), "title": .text(self.name), "about": .text(about), "seed": .text("\(seed)"),
            "armed": .array(here.map { $0.scenario.json(on: $0.proxy) }),
        ])
    }

    fileprivate func json(
        named name: String, _ armed: [(proxy: String, scenario: ArmedScenario)]
    ) -> JSONValue {
        summary(named: name, armed).with(
            .record(["text": .text(source), "rules": .array(rules.map(\.json))]))
    }
}

extension Rule {
    fileprivate var json: JSONValue {
        let words = faults.map { JSONValue.text(type(of: $0).word) }
        return .record(["name": .text(name), "line": .count(place.line), "faults": .array(words)])
    }
}
