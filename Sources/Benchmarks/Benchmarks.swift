internal import Glibc

/// `make bench`: what the wire costs beside a C library that people know, and what the relay costs beside
/// HAProxy and nginx, and what scenarios and traces cost. See Documentation/Benchmarks.md.
///
/// Every figure is the median of several rounds; in a round the competitors take turns, so that a machine
/// which slows down slows them all. Ratios between the columns are what to trust.
@main
struct Benchmarks {
    static func main() {
        Interrupts.watch()
        do throws(Failure) {
            try run(CommandLine.arguments.dropFirst())
        } catch {
            if error.kind != .interrupted { Progress.note("error: \(error)") }
            exit(error.kind.rawValue)
        }
    }

    private static func run(_ arguments: ArraySlice<String>) throws(Failure) {
        let rest = arguments.dropFirst()
        switch arguments.first {
        case nil:
            wire()
            try relay([])
            try FaultsCommand.run(Arguments([], options: FaultsCommand.names))
            try TraceCommand.run(Arguments([], options: TraceCommand.names))
        case "wire": wire()
        case "echo": try EchoCommand.run(Arguments(rest, options: ["listen"]))
        case "load":
            try LoadCommand.run(Arguments(rest, options: ["target", "seconds", "messages", "seed"]))
        case "check":
            _ = try Arguments(rest, options: [])
            try CheckCommand.run(quietly: false)
        case "relay": try relay(rest)
        case "faults": try FaultsCommand.run(Arguments(rest, options: FaultsCommand.names))
        case "trace": try TraceCommand.run(Arguments(rest, options: TraceCommand.names))
        case let other?:
            throw .unable("no command \(other): there are wire, echo, load, check, relay, faults, trace")
        }
    }

    /// Nothing is measured by a load tool that would not notice what a relay does wrong.
    private static func relay(_ arguments: ArraySlice<String>) throws(Failure) {
        let arguments = try Arguments(arguments, options: RelayOptions.names)
        try CheckCommand.run(quietly: true)
        try RelayCommand.run(arguments)
    }

    private static func wire() {
        let rounds = 7
        FrameDecoding.run(rounds: rounds)
        FrameScanning.run(rounds: rounds)
        Masking.run(rounds: rounds)
    }
}
