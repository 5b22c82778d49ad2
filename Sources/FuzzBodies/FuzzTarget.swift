/// Something that is fuzzed: its name, and what is done with an input.
///
/// A body returns, or traps by a `precondition` whose message says which promise was broken. Whatever the
/// input is, the traps are the findings.
public struct FuzzTarget: Sendable {
    /// The name of its folders below `Fuzz/Sources`, `Fuzz/Corpus` and `Fuzz/Regressions`.
    public let name: String

    /// Does with an input what the target is for.
    public let body: @Sendable (Span<UInt8>) -> Void

    /// All targets.
    public static let all = [
        FuzzTarget(name: "close", body: fuzzClose),
        FuzzTarget(name: "deflate", body: fuzzDeflate),
        FuzzTarget(name: "differential-splits", body: fuzzDifferentialSplits),
        FuzzTarget(name: "endpoint", body: fuzzEndpoint),
        FuzzTarget(name: "frames", body: fuzzFrames),
        FuzzTarget(name: "handshake", body: fuzzHandshake),
        FuzzTarget(name: "http", body: fuzzHTTP),
        FuzzTarget(name: "http-conversation", body: fuzzHTTPConversation),
        FuzzTarget(name: "inspect", body: fuzzInspect),
        FuzzTarget(name: "observer", body: fuzzObserver),
        FuzzTarget(name: "relay", body: fuzzRelay),
        FuzzTarget(name: "roundtrip", body: fuzzRoundTrip),
        FuzzTarget(name: "scenario", body: fuzzScenario),
        FuzzTarget(name: "session", body: fuzzSession),
        FuzzTarget(name: "utf8", body: fuzzUTF8),
    ]
}
