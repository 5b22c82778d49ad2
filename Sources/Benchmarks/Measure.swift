/// One way of doing a piece of work.
struct Contender {
    let name: String
    /// Does the work once and answers what it did, which must be `expected`.
    let work: () -> Int
    let expected: Int
}

/// The median seconds of each contender, who take turns for `rounds` rounds after one that is not counted.
///
/// A contender that answers wrongly gets nil: fast and wrong is no result.
func medianSeconds(_ contenders: [Contender], rounds: Int) -> [Double?] {
    var samples: [[Double]] = Array(repeating: [], count: contenders.count)
    var wrong = Set<Int>()
    let clock = ContinuousClock()
    for round in 0...rounds {
        for (index, contender) in contenders.enumerated() {
            var answer = 0
            let elapsed = clock.measure { answer = contender.work() }
            if answer != contender.expected { wrong.insert(index) }
            if round > 0 { samples[index].append(elapsed / .seconds(1)) }
        }
    }
    return samples.enumerated().map { index, values in
        wrong.contains(index) ? nil : values.sorted()[values.count / 2]
    }
}
