internal import Closecall
internal import Observer
internal import Relay

/// A relay with toxics on it: each is armed under its name, in running sessions and in those to come.
final class ChaosTarget: ToxicTarget {
    private let proxy: ChaosProxy
    private let isStrict: Bool
    /// What it plays when nobody has armed anything.
    private let ownScenario: ScenarioSetup?

    init(_ proxy: ChaosProxy, isStrict: Bool, playing ownScenario: ScenarioSetup?) {
        self.proxy = proxy
        self.isStrict = isStrict
        self.ownScenario = ownScenario
    }

    var relay: ChaosProxy { proxy }

    var listen: String { "\(proxy.address)" }

    func arm(_ toxic: Toxic) async throws(ToxiproxyError) {
        let rules = try toxic.rules()
        // What does nothing must cost nothing either.
        guard !rules.isEmpty else {
            await proxy.disarm(toxic.name)
            return
        }
        await proxy.arm(Armament(toxic.name, rules: rules, toxicity: Double(min(1, max(0, toxic.toxicity)))))
    }

    func disarm(_ toxic: Toxic) async {
        if isStrict, toxic.type.name == ClassicToxic.timeout {
            for session in await proxy.sessions() where session.isUnder(toxic.name) {
                await proxy.end(session.number)
            }
        }
        await proxy.disarm(toxic.name)
    }

    func arm(_ armed: ArmedScenario) async {
        switch armed.place {
        case .played(let seed):
            await proxy.play(ScenarioSetup(armed.scenario, seed: seed), inRunningSessions: true)
        case .beside(let toxicity):
            await proxy.arm(Armament(armed.armament, rules: armed.scenario.rules, toxicity: toxicity))
        }
    }

    func disarm(_ armed: ArmedScenario) async {
        switch armed.place {
        case .played: await proxy.play(ownScenario, inRunningSessions: true)
        case .beside: await proxy.disarm(armed.armament)
        }
    }

    /// A peer that does not end its half takes seconds, and no client shall wait for it.
    func stop() async { _ = await proxy.stop(patience: .milliseconds(100)) }

    func traffic() async -> ToxicTraffic {
        let totals = await proxy.totals()
        var traffic = ToxicTraffic(toServer: totals.bytesToServer, toClient: totals.bytesToClient)
        for session in await proxy.sessions() {
            traffic.toServer &+= session.toServer.bytes
            traffic.toClient &+= session.toClient.bytes
        }
        return traffic
    }
}

extension SessionReport {
    /// Whether a rule has fired in it: by lot, it does in some.
    fileprivate func isUnder(_ rule: String) -> Bool { ending.firings.contains { $0.rule.rule == rule } }
}
