internal import Faults
internal import Observer
internal import Scenarios

/// The faults as their own descriptions show them, read once: a fault that needs a parameter has it there.
enum FaultExamples {
    private static let faults: [String: any Fault] = {
        var faults: [String: any Fault] = [:]
        for kind in FaultCatalog.all { faults[kind.name] = read(kind) }
        return faults
    }()

    /// The fault of this kind in its example; nil where the example shows another one.
    static func fault(_ kind: FaultKind) -> (any Fault)? { faults[kind.name] }

    private static func read(_ kind: FaultKind) -> (any Fault)? {
        let text = Array(kind.exampleScenario.utf8)
        let scenario = try? Scenario(reading: text, file: "example.yaml")
        return scenario?.rules.lazy.flatMap(\.faults).first(where: kind.describes)
    }

    /// Whether something leaves where nothing came: then the fault may fire at a time.
    static func makesOfNothing(_ fault: any Fault) -> Bool {
        var plan = Plan(.toClient)
        var random = RandomStream(seed: 0, "of nothing")
        fault.apply(to: &plan, &random)
        return !plan.items.isEmpty || !plan.reply.isEmpty
    }
}
