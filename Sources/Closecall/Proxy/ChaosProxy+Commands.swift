public import Faults
public import Observer
internal import Scenarios

/// Things done to running sessions.
extension ChaosProxy {
    /// Does these faults once, now, in these sessions; says in how many. What lasts of them lasts as they say.
    ///
    /// - Parameter direction: the way that they are about; nil for both.
    @discardableResult
    public func apply(
        _ faults: [any Fault], direction: Direction? = nil, to choice: SessionChoice = .current
    ) async -> Int {
        let names = faults.map { type(of: $0).word }.joined(separator: ", ")
        return await command(names, faults, direction, to: choice)
    }

    /// Ends a session in order: what is on its way arrives, and then an end. False if it is not open.
    @discardableResult
    public func end(_ number: Int) async -> Bool {
        for worker in workers where await worker.ask({ $0.end(number) }) == true { return true }
        return false
    }

    /// Resets both connections of a session at once: nothing that is on its way arrives. False if it is not open.
    @discardableResult
    public func reset(_ number: Int) async -> Bool {
        var reset = ResetConnection()
        reset.flush = false
        return await command("reset", [reset], nil, to: .number(number)) > 0
    }

    /// Holds up all that a session says, for a time or for ever; nothing is lost. False if it is not open.
    @discardableResult
    public func stall(_ number: Int, for time: Duration? = nil) async -> Bool {
        var stall = Stall()
        stall.time = time
        return await command("stall", [stall], nil, to: .number(number)) > 0
    }

    /// Reads nothing any more from anybody and accepts nobody, until `resume`. Nothing is lost, and nobody is found to
    /// be too slow meanwhile.
    public func pause() async { await everywhere { $0.pause() } }

    /// Goes on after `pause`.
    public func resume() async { await everywhere { $0.resume() } }

    private func command(
        _ name: String, _ faults: [any Fault], _ direction: Direction?, to choice: SessionChoice
    ) async -> Int {
        var when = When()
        if let direction { when.directions = [direction] }
        let rule = Rule(name: "\(name) by command", identity: "command: \(name)", when: when, faults: faults)
        var choice = choice
        if choice == .current {
            guard let youngest = await sessions().last?.number else { return 0 }
            choice = .number(youngest)
        }
        var count = 0
        for worker in workers { count += await worker.ask { [choice] in $0.fire(rule, in: choice) } ?? 0 }
        return count
    }
}
