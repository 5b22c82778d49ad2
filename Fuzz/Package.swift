// swift-tools-version: 6.3
import PackageDescription

/// The folders of Sources, Corpus and Regressions. A plain `swift build` here cannot link: libFuzzer brings the
/// main function, which is why these targets are a package of their own. `make fuzz` builds them.
let targets = [
    "close", "deflate", "differential-splits", "endpoint", "frames", "handshake", "http", "http-conversation",
    "inspect", "observer", "relay", "roundtrip", "scenario", "session", "utf8",
]

/// The folders of Measured: what fuzzing itself is measured by. No campaign runs them.
let measured = ["empty", "frames-plain", "planted", "planted-plain"]

/// Those whose inputs hold frames, and are changed by who knows it: each says which form its inputs have.
let mutated = ["differential-splits", "endpoint", "frames", "planted", "relay", "roundtrip", "session"]

let settings: [SwiftSetting] = [
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let bodies: Target.Dependency = .product(name: "FuzzBodies", package: "closecall")

func program(_ name: String, in folder: String) -> Target {
    .executableTarget(
        name: name, dependencies: mutated.contains(name) ? [bodies, "Mutator"] : [bodies],
        path: "\(folder)/\(name)", swiftSettings: settings)
}

let package = Package(
    name: "closecall-fuzz",
    products: (targets + measured).map { .executable(name: $0, targets: [$0]) },
    dependencies: [.package(name: "closecall", path: "..")],
    targets: [
        .systemLibrary(name: "CLibFuzzer", path: "Library/CLibFuzzer"),
        .target(
            name: "LibFuzzer", dependencies: [bodies, "CLibFuzzer"], path: "Library/LibFuzzer",
            swiftSettings: settings),
        .systemLibrary(name: "CInputForm", path: "Library/CInputForm"),
        .target(
            name: "Mutator", dependencies: [bodies, "CInputForm", "LibFuzzer"], path: "Library/Mutator",
            swiftSettings: settings),
    ] + targets.map { program($0, in: "Sources") } + measured.map { program($0, in: "Measured") },
    swiftLanguageModes: [.v6]
)
