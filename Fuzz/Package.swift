// swift-tools-version: 6.3
import PackageDescription

/// The folders of Sources, Corpus and Regressions. A plain `swift build` here cannot link: libFuzzer brings the
/// main function, which is why these targets are a package of their own. `make fuzz` builds them.
let targets = [
    "close", "deflate", "differential-splits", "frames", "handshake", "http-conversation", "inspect",
    "relay", "roundtrip", "scenario", "utf8",
]

let package = Package(
    name: "closecall-fuzz",
    products: targets.map { .executable(name: $0, targets: [$0]) },
    dependencies: [.package(name: "closecall", path: "..")],
    targets: targets.map {
        .executableTarget(
            name: $0, dependencies: [.product(name: "FuzzBodies", package: "closecall")],
            swiftSettings: [
                .strictMemorySafety(),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ])
    },
    swiftLanguageModes: [.v6]
)
