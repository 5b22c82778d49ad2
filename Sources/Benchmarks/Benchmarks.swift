/// `make bench`: what the wire costs, beside a C library that people know and beside a plain copy.
///
/// Every figure is the median of several rounds; in a round the competitors take turns, so that a machine
/// which slows down slows them all. Ratios between the columns are what to trust.
@main
struct Benchmarks {
    static func main() {
        let rounds = 7
        FrameDecoding.run(rounds: rounds)
        FrameScanning.run(rounds: rounds)
        Masking.run(rounds: rounds)
    }
}
