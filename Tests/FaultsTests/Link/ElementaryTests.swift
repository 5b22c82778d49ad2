import Foundation
import Testing

@testable import Faults

@Suite struct ElementaryTests {
    @Test func `logarithms, powers and sines are those of the C library`() {
        var random = RandomStream(seed: 1, "elementary")
        for _ in 0..<20_000 {
            let number = Foundation.exp(random.unit() * 1400 - 700)
            expectNear(Elementary.log(number), Foundation.log(number))
            let exponent = random.unit() * 1400 - 700
            expectNear(Elementary.exp(exponent), Foundation.exp(exponent))
            let angle = random.unit() * 2 - 1
            expectNear(Elementary.sine(angle), Foundation.sin(angle))
            let base = random.unit() + 1e-9
            expectNear(Elementary.pow(base, -1.0 / 3), Foundation.pow(base, -1.0 / 3))
        }
    }

    @Test func `known values come out`() {
        #expect(Elementary.log(1) == 0)
        #expect(Elementary.log(2) == 0.6931471805599453)
        #expect(Elementary.exp(0) == 1)
        expectNear(Elementary.exp(1), 2.718281828459045)
        #expect(Elementary.exp(-1000) == 0)
        #expect(Elementary.exp(1000) == .infinity)
        #expect(Elementary.log(.leastNonzeroMagnitude) == Foundation.log(.leastNonzeroMagnitude))
        expectNear(Elementary.exp(-744), Foundation.exp(-744))
    }

    @Test func `the normal distribution is that of the error function`() {
        for deviate in stride(from: -9.0, through: 9, by: 0.01) {
            let share = 0.5 * erfc(-deviate / 2.0.squareRoot())
            #expect(abs(Elementary.normalShare(below: deviate) - share) < 3e-15, "\(deviate)")
        }
    }

    @Test func `seconds keep their nanoseconds`() {
        #expect(Duration(inSeconds: 1.25) == .milliseconds(1250))
        #expect(Duration(inSeconds: -1) == .zero)
        #expect(Duration.milliseconds(1250).inSeconds == 1.25)
        #expect(Duration(inSeconds: 1e300) == .seconds(300_000_000))
    }

    private func expectNear(_ one: Double, _ other: Double) {
        #expect(abs(one - other) <= abs(other) * 4e-15 + .leastNonzeroMagnitude, "\(one) and \(other)")
    }
}
