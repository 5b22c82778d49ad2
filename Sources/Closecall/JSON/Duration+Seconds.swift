extension Duration {
    /// To a millionth, which is what the clock is good for.
    package var seconds: Double {
        let (seconds, attoseconds) = components
        return (Double(seconds) * 1e6 + (Double(attoseconds) / 1e12).rounded()) / 1e6
    }
}
