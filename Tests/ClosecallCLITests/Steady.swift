extension String {
    /// With what differs from run to run replaced: ports, times, and the spaces that align them.
    var steady: String {
        replacing(/127\.0\.0\.1:\d+/, with: "HOST")
            .replacing(/\b\d+(\.\d+)? m?s\b/, with: "TIME")
            .replacing(/"(time|duration)":[0-9.e-]+/) { "\"\($0.output.1)\":T" }
            .replacing(/\ {2,}/, with: "  ")
    }
}
