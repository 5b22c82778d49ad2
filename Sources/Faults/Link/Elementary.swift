/// The few elementary functions that the random models need. The standard library has none of them, and with own ones
/// the same seed gives the same bits on every machine, which no C library promises.
enum Elementary {
    /// The natural logarithm, of positive finite numbers.
    static func log(_ number: Double) -> Double {
        var mantissa = number.significand
        var exponent = Double(number.exponent)
        // Brought near 1, where the series is quickest.
        if mantissa > 2.0.squareRoot() {
            mantissa /= 2
            exponent += 1
        }
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        var power = ratio
        var sum = 0.0
        for odd in stride(from: 1.0, through: 23, by: 2) {
            sum += power / odd
            power *= square
        }
        // The small parts first: the exponent's part swallows digits.
        return exponent * logOfTwoLow + 2 * sum + exponent * logOfTwoHigh
    }

    /// e to this power.
    static func exp(_ number: Double) -> Double {
        guard number < 709.7 else { return .infinity }
        guard number > -745 else { return 0 }
        let twos = (number / (logOfTwoHigh + logOfTwoLow)).rounded()
        let rest = number - twos * logOfTwoHigh - twos * logOfTwoLow
        var term = 1.0
        var sum = 1.0
        for count in stride(from: 1.0, through: 16, by: 1) {
            term *= rest / count
            sum += term
        }
        // In two steps, so that what is nearly too small for a Double is not lost on the way.
        let half = Int(twos) / 2
        return sum * Double(sign: .plus, exponent: half, significand: 1)
            * Double(sign: .plus, exponent: Int(twos) - half, significand: 1)
    }

    /// A positive number to any power.
    static func pow(_ base: Double, _ exponent: Double) -> Double { exp(exponent * log(base)) }

    /// The sine of a small angle, from -1 to 1.
    static func sine(_ angle: Double) -> Double {
        var term = angle
        var sum = angle
        for count in stride(from: 2.0, through: 20, by: 2) {
            term *= -angle * angle / (count * (count + 1))
            sum += term
        }
        return sum
    }

    /// How much of the standard normal distribution lies below `deviate`, to 1e-15.
    static func normalShare(below deviate: Double) -> Double {
        guard abs(deviate) < 8.3 else { return deviate < 0 ? 0 : 1 }
        var term = deviate
        var sum = deviate
        var odd = 3.0
        // Marsaglia's series (Journal of Statistical Software 11:4): z + z³/3 + z⁵/(3·5) + …
        while abs(term) > abs(sum) * 0x1p-54, odd < 1000 {
            term *= deviate * deviate / odd
            sum += term
            odd += 2
        }
        let density = exp(-deviate * deviate / 2) / (2 * Double.pi).squareRoot()
        return min(1, max(0, 0.5 + sum * density))
    }

    // ln 2 in two parts: the first has so few digits that a small whole number times it is exact.
    private static let logOfTwoHigh = 0x1.62E42FEEp-1
    private static let logOfTwoLow = 0x1.A39EF35793C76p-33
}

extension RandomStream {
    /// A number of the standard normal distribution, by Marsaglia's polar method.
    mutating func normal() -> Double {
        while true {
            let (x, y) = (2 * unit() - 1, 2 * unit() - 1)
            let square = x * x + y * y
            guard square > 0, square < 1 else { continue }
            return x * (-2 * Elementary.log(square) / square).squareRoot()
        }
    }
}

extension Duration {
    /// In seconds.
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }

    /// So many seconds, to the nanosecond; none where that is negative, ten years at most.
    init(inSeconds seconds: Double) {
        self = .nanoseconds(Int64((max(0, min(seconds, 3e8)) * 1e9).rounded()))
    }
}
