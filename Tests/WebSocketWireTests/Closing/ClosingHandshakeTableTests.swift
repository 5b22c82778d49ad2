import Testing

@testable import WebSocketWire

/// Every cell of states × inputs, written a second time, and random walks over all of them.
struct ClosingHandshakeTableTests {
    @Test(arguments: EndpointRole.allCases)
    func `each state does on each input what the table here says`(_ role: EndpointRole) throws {
        let table = role == .client ? client : server
        try #require(Set(table.map(\.state)) == Set(paths(role).map(\.state)))
        for row in table {
            try #require(row.cells.count == inputs.count)
            for (input, cell) in zip(inputs, row.cells) {
                var closing = ClosingHandshake(role: role)
                for step in try #require(paths(role).first { $0.state == row.state }).inputs {
                    _ = closing.handle(step)
                }
                try #require(closing.state.phase.rawValue == row.state)
                let actions = closing.handle(input).map(word).joined(separator: " ")
                let outcome = "\(actions)>\(closing.state.phase.rawValue)"
                #expect(outcome == (cell == "-" ? ">\(row.state)" : cell), "\(role), \(row.state), \(input)")
            }
        }
    }

    @Test func `no rule is a duplicate of another, and none starts at the end`() {
        for role in EndpointRole.allCases {
            let keys = ClosingHandshake.rules.filter { $0.applies(to: role) }.map {
                "\($0.phase) \($0.input)"
            }
            #expect(Set(keys).count == keys.count)
        }
        #expect(!ClosingHandshake.rules.contains { $0.phase == .closed || $0.next == .open })
    }

    @Test(arguments: EndpointRole.allCases)
    func `whatever happens, one Close, one ending, and no timer left`(_ role: EndpointRole) throws {
        for seed in UInt64(0)..<2000 {
            var generator = SeededGenerator(seed: seed)
            var walk = Walk(role: role)
            for _ in 0..<12 {
                walk.take(try #require(inputs.randomElement(using: &generator)))
            }
            try #require(walk.faults == [], "seed \(seed): \(walk.story)")
        }
    }

    @Test func `the diagram has an arrow for every rule`() {
        let diagram = ClosingHandshake.diagram(for: .client)
        #expect(diagram.hasPrefix("stateDiagram-v2\n    [*] --> open\n"))
        #expect(
            diagram.contains("    open --> awaitingPeerClose: localClose / send Close, arm peerClose\n"))
        #expect(
            diagram.split(separator: "\n").count
                == ClosingHandshake.rules.count { $0.applies(to: .client) } + 3)
        #expect(!ClosingHandshake.diagram(for: .server).contains("awaitingServerFinish"))
    }
}

/// The columns of the tables below.
private let inputs: [ClosingHandshake.Input] = [
    .localClose(.failing(3000)), .peerClose(.failing(4000)), .peerOffence(.failing(1002)),
    .transportFinished, .transportFailed, .timeout(.peerClose), .timeout(.transportEnd),
]

private typealias Row = (state: String, cells: [String])

private let client: [Row] = [
    (
        "open",
        [
            "send3000 arm:peerClose>awaitingPeerClose", "send4000 arm:transportEnd>awaitingServerFinish",
            "send1002 finish error 1006>closed", "finish 1006>closed", "1006>closed", "-",
            "-",
        ]
    ),
    (
        "awaitingPeerClose",
        [
            "-", "cancel:peerClose arm:transportEnd>awaitingServerFinish",
            "cancel:peerClose finish error 1006>closed",
            "cancel:peerClose finish 1006>closed", "cancel:peerClose 1006>closed", "abort 1006>closed", "-",
        ]
    ),
    (
        "awaitingServerFinish",
        [
            "-", "-", "-", "cancel:transportEnd finish 4999clean>closed",
            "cancel:transportEnd 4999clean>closed",
            "-", "finish 4999clean>closed",
        ]
    ),
    ("closed", ["-", "-", "-", "-", "-", "-", "-"]),
]

private let server: [Row] = [
    (
        "open",
        [
            "send3000 arm:peerClose>awaitingPeerClose",
            "send4000 finish arm:transportEnd>awaitingTransportEnd",
            "send1002 finish error 1006>closed", "finish 1006>closed", "1006>closed", "-",
            "-",
        ]
    ),
    (
        "awaitingPeerClose",
        [
            "-", "cancel:peerClose finish arm:transportEnd>awaitingTransportEnd",
            "cancel:peerClose finish error 1006>closed",
            "cancel:peerClose finish 1006>closed", "cancel:peerClose 1006>closed", "abort 1006>closed", "-",
        ]
    ),
    (
        "awaitingTransportEnd",
        [
            "-", "-", "-", "cancel:transportEnd 4999clean>closed", "cancel:transportEnd 4999clean>closed",
            "-",
            "abort 4999clean>closed",
        ]
    ),
    ("closed", ["-", "-", "-", "-", "-", "-", "-"]),
]

/// A way into each state.
private func paths(_ role: EndpointRole) -> [(state: String, inputs: [ClosingHandshake.Input])] {
    let ways: [(state: String, inputs: [ClosingHandshake.Input])] = [
        ("open", []),
        ("awaitingPeerClose", [.localClose(.failing(1000))]),
        ("closed", [.transportFinished]),
    ]
    let close = ClosingHandshake.Input.peerClose(.failing(4999))
    return role == .client
        ? ways + [("awaitingServerFinish", [close])]
        : ways + [("awaitingTransportEnd", [close])]
}

private func word(_ action: ClosingHandshake.Action) -> String {
    switch action {
    case .send(let payload): "send\(payload.code?.rawValue ?? 0)"
    case .arm(let timer, _): "arm:\(timer)"
    case .cancel(let timer): "cancel:\(timer)"
    case .finish: "finish"
    case .abort: "abort"
    case .dispatchError: "error"
    case .dispatchClose(let event): "\(event.code)\(event.wasClean ? "clean" : "")"
    }
}

/// A driver that performs what it is told and keeps a list of what it should not have been told.
private struct Walk {
    var closing: ClosingHandshake
    var story: [String] = []
    var faults: [String] = []
    private var sent = 0
    private var ended = false
    private var finished = false
    private var armed: ClosingHandshake.Timer?

    init(role: EndpointRole) { closing = ClosingHandshake(role: role) }

    mutating func take(_ input: ClosingHandshake.Input) {
        // A timeout of a timer that is not armed is one that was cancelled too late.
        let fires = armed != nil && input == armed.map(ClosingHandshake.Input.timeout)
        if fires { armed = nil }
        let actions = closing.handle(input)
        story.append("\(input.kind): \(actions.map(word))")
        guard !ended else {
            if !actions.isEmpty { faults.append("acted after the end") }
            return
        }
        for action in actions { perform(action) }
        if ended, armed != nil { faults.append("ended with a timer armed") }
        if ended, !finished, input != .transportFailed { faults.append("the transport was left open") }
    }

    private mutating func perform(_ action: ClosingHandshake.Action) {
        if ended { faults.append("\(action) behind the ending") }
        switch action {
        case .send:
            sent += 1
            if sent > 1 { faults.append("sent a second Close") }
            if finished { faults.append("sent after ending the transport") }
        case .arm(let timer, let limit):
            if armed != nil { faults.append("two timers") }
            if limit != closing.limits[timer] { faults.append("a strange limit") }
            armed = timer
        case .cancel(let timer):
            if armed != timer { faults.append("cancelled what was not armed") }
            armed = nil
        case .finish:
            if finished { faults.append("finished twice") }
            finished = true
        case .abort: finished = true
        case .dispatchError:
            if !closing.record.failed { faults.append("an error without an offence") }
        case .dispatchClose(let event):
            ended = true
            if closing.state != .closed(event) { faults.append("the state has another event") }
            let clean = closing.record.isComplete && !closing.record.failed
            if event.wasClean != clean { faults.append("clean should be \(clean)") }
            if CloseCode(rawValue: event.code)
                != (clean ? closing.record.received?.code ?? .noStatus : .abnormal)
            {
                faults.append("the code is not the peer's")
            }
        }
    }
}
