/// `Benchmarks load SCENARIO --target HOST:PORT`: one load against anything that echoes.
enum LoadCommand {
    static func run(_ arguments: Arguments) throws(Failure) {
        guard let name = arguments.words.first, let target = try arguments.addresses("target").first else {
            let names = Scenario.all.map(\.name).joined(separator: " | ")
            throw .unable("usage: Benchmarks load (\(names)) --target HOST:PORT")
        }
        let scenario = try Scenario.named(name)
        let plan = scenario.plan(target: target, seed: try arguments.number("seed") ?? 1)
        let budget: Budget =
            if let messages: Int = try arguments.number("messages") {
                .messages(messages)
            } else {
                .seconds(try arguments.number("seconds") ?? scenario.seconds)
            }
        let descriptors = Sockets.raiseDescriptorLimit()
        let result = try perform(plan, budget, descriptors: descriptors)
        print(arguments.has("json") ? result.json(scenario) : "\(scenario.title): \(result)")
    }

    private static func perform(
        _ plan: LoadPlan, _ budget: Budget, descriptors: Int
    ) throws(Failure) -> LoadResult {
        let poller = try Poller()
        switch plan.work {
        case .echo:
            let load = EchoLoad(plan, poller: poller)
            try load.open()
            let result = try load.run(budget)
            try load.close()
            return result
        case .sessions:
            return try SessionLoad(plan, poller: poller).run(budget)
        case .idle(let sessions):
            guard descriptors > sessions + 20 else {
                throw .unable(
                    "\(sessions) sessions need more descriptors than the \(descriptors) allowed: ulimit -n")
            }
            let load = IdleLoad(plan, poller: poller)
            let start = nanoseconds()
            try load.open()
            let seconds = Double(nanoseconds() - start) / 1e9
            try load.touch()
            load.abort()
            return LoadResult(count: sessions, seconds: seconds, latencies: LatencyLog(expecting: 0))
        }
    }
}

extension LoadResult: CustomStringConvertible {
    var description: String {
        "\(count) in \(figure(seconds)) s, \(figure(rate)) a second, all as sent; "
            + "p50 \(figure(p50)) µs, p90 \(figure(p90)) µs, p99 \(figure(p99)) µs"
    }

    func json(_ scenario: Scenario) -> String {
        JSONValue.object([
            ("scenario", .text(scenario.name)), ("count", .number(Double(count))),
            ("seconds", .number(seconds)), ("per_second", .number(rate)), ("p50_us", .number(p50)),
            ("p90_us", .number(p90)), ("p99_us", .number(p99)),
        ]).description
    }
}
