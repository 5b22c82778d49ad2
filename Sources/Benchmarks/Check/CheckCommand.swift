/// `Benchmarks check`: the load tool against a relay that makes mistakes. It must notice each of them.
enum CheckCommand {
    /// - Parameter quietly: whether only failures are told.
    static func run(quietly: Bool) throws(Failure) {
        var blind: [String] = []
        for mistake in CheckRelay.Mistake.allCases {
            for plan in plans {
                let found = try verdict(on: plan, mistake)
                let isRight = (found == nil) == (mistake == .none)
                if !quietly || !isRight {
                    print(
                        "\(isRight ? "ok  " : "FAIL") \(mistake.rawValue): \(found ?? "nothing was noticed")")
                }
                if !isRight { blind.append(mistake.rawValue) }
            }
        }
        guard blind.isEmpty else { throw .wrong("the load tool is not honest about: \(blind)") }
    }

    /// Small messages one by one and in batches, and ones that come in pieces.
    private static var plans: [LoadPlan] {
        let target = Address(port: 0)
        return [
            LoadPlan(target: target, work: .echo(connections: 1, inFlight: 1), size: 16, seed: 1),
            LoadPlan(target: target, work: .echo(connections: 8, inFlight: 16), size: 125, seed: 2),
            LoadPlan(target: target, work: .echo(connections: 2, inFlight: 2), size: 300_000, seed: 3),
        ]
    }

    /// What the load tool says of a relay with this mistake; nil when it finds nothing wrong.
    static func verdict(on shape: LoadPlan, _ mistake: CheckRelay.Mistake) throws(Failure) -> String? {
        let poller = try Poller()
        let echo = EchoServer(poller: poller)
        let relay = try CheckRelay(
            to: try echo.listen(at: Address(port: 0)), mistake: mistake, poller: poller)
        var plan = shape
        plan.target = try relay.address()
        plan.patience = 500_000_000
        let load = EchoLoad(plan, poller: poller)
        defer { load.abort() }
        do throws(Failure) {
            try load.open()
            _ = try load.run(.messages(200))
            try load.close()
            return nil
        } catch {
            guard error.kind == .wrong else { throw error }
            return error.description
        }
    }
}
