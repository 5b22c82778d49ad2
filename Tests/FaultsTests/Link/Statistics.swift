import Foundation

/// How many numbers each statistical test draws: a few in `make test`, a million where somebody asks for them.
enum Draws {
    static let count =
        ProcessInfo.processInfo.environment["CLOSECALL_STATISTICS_DRAWS"].flatMap { Int($0) } ?? 20_000

    /// Says what was measured, where somebody asked for it.
    static func report(_ text: @autoclosure () -> String) {
        if count > 20_000 { print("statistics:", text()) }
    }
}

/// What a row of numbers shows.
struct Sample {
    let numbers: [Double]
    let mean: Double
    let variance: Double

    init(_ numbers: [Double]) {
        self.numbers = numbers
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        self.mean = mean
        variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count - 1)
    }

    /// How much neighbours have in common.
    var autocorrelation: Double {
        let pairs = zip(numbers, numbers.dropFirst())
        let sum = pairs.reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
        return sum / (variance * Double(numbers.count - 1))
    }

    /// The same for their ranks, which heavy tails do not sway.
    var rankCorrelation: Double {
        var ranks = Array(repeating: 0.0, count: numbers.count)
        for (rank, index) in numbers.indices.sorted(by: { numbers[$0] < numbers[$1] }).enumerated() {
            ranks[index] = Double(rank)
        }
        return Sample(ranks).autocorrelation
    }

    /// The number below which this share lies.
    func quantile(_ share: Double) -> Double { numbers.sorted()[Int(Double(numbers.count) * share)] }

    /// Kolmogorov and Smirnov's: the greatest distance to a distribution, times the root of the count. Below 1.95 in
    /// 999 of 1,000 cases.
    func distance(to distribution: (Double) -> Double) -> Double {
        let sorted = numbers.sorted()
        let count = Double(sorted.count)
        var greatest = 0.0
        for (index, number) in sorted.enumerated() {
            let share = distribution(number)
            greatest = max(
                greatest, abs(share - Double(index) / count), abs(share - Double(index + 1) / count))
        }
        return greatest * count.squareRoot()
    }

    /// Pearson's chi-square of counts against expected ones.
    static func chiSquare(_ counts: [Int], _ expected: [Double]) -> Double {
        zip(counts, expected).reduce(0) { $0 + pow(Double($1.0) - $1.1, 2) / $1.1 }
    }
}

/// The lengths of the runs of true; the last one, which may go on, is left out.
func runs(of losses: [Bool]) -> [Int] {
    var lengths: [Int] = []
    var current = 0
    for isLost in losses {
        if isLost {
            current += 1
        } else if current > 0 {
            lengths.append(current)
            current = 0
        }
    }
    return lengths
}
