internal import Observer

/// A scenario as it is written: what is played, what is broken, and what comes of it.
struct ScenarioSketch {
    /// What one side does.
    enum Step: Equatable {
        case send(isText: Bool, [UInt8])
        case ping([UInt8])
        case receive(Int)
        case close(code: UInt16?, reason: String)
    }

    /// When something is done, and what, each in YAML's flow style.
    struct Rule: Equatable {
        let when: String
        let faults: [String]
    }

    var path = "/"
    var compresses = false
    var subprotocols: [String] = []
    var client: [Step] = []
    var server: [Step] = []
    var rules: [Rule] = []

    subscript(leg: Leg) -> [Step] {
        get { leg == .client ? client : server }
        set { if leg == .client { client = newValue } else { server = newValue } }
    }

    mutating func rule(_ when: String, _ faults: String...) { rules.append(Rule(when: when, faults: faults)) }
}

// MARK: - The play

/// Writes what peers said as the steps of a play: each goes on when it has got what had arrived before.
struct PlayBuilder {
    private(set) var sketch: ScenarioSketch
    /// Messages that arrived at each side, and those that its steps already wait for.
    private var arrived: [Leg: Int] = [.client: 0, .server: 0]
    private var awaited: [Leg: Int] = [.client: 0, .server: 0]
    /// Messages and pings of each direction.
    private(set) var messages: [Direction: Int] = [.toServer: 0, .toClient: 0]
    private(set) var pings: [Direction: Int] = [.toServer: 0, .toClient: 0]
    /// When a rule fires that is to fire behind the last unit; nil before the first.
    private(set) var lastUnit: String?

    init(_ sketch: ScenarioSketch) { self.sketch = sketch }

    mutating func add(_ unit: SessionTale.Unit) {
        switch unit.content {
        case .message(let isText): send(unit.payload, isText: isText, unit.direction)
        case .ping: ping(unit.payload, unit.direction)
        }
        if case .message = unit.content { arrived[unit.direction.target, default: 0] += 1 }
    }

    /// A message that stands in for something else, and never arrives as one; when the rule fires that changes it.
    @discardableResult
    mutating func send(_ payload: [UInt8], isText: Bool, _ direction: Direction) -> String {
        say(.send(isText: isText, payload), direction.source)
        messages[direction, default: 0] += 1
        let when = "direction: \(direction), kind: message, nth: \(messages[direction, default: 0])"
        lastUnit = when
        return when
    }

    /// The same of a ping.
    @discardableResult
    mutating func ping(_ payload: [UInt8], _ direction: Direction) -> String {
        say(.ping(payload), direction.source)
        pings[direction, default: 0] += 1
        let when = "direction: \(direction), kind: ping, nth: \(pings[direction, default: 0])"
        lastUnit = when
        return when
    }

    mutating func close(_ leg: Leg, code: UInt16?, reason: String) {
        say(.close(code: code, reason: reason), leg)
    }

    mutating func rule(_ when: String, _ faults: String...) {
        sketch.rules.append(ScenarioSketch.Rule(when: when, faults: faults))
    }

    mutating func rule(_ when: String, _ faults: [String]) {
        sketch.rules.append(ScenarioSketch.Rule(when: when, faults: faults))
    }

    private mutating func say(_ step: ScenarioSketch.Step, _ leg: Leg) {
        if arrived[leg] != awaited[leg], let count = arrived[leg] {
            sketch[leg].append(.receive(count))
            awaited[leg] = count
        }
        sketch[leg].append(step)
    }
}
