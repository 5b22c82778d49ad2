// swift-tools-version: 6.3
import PackageDescription

/// Every target is held to the same rules: memory safety spelled out, existentials and imports explicit.
/// `Lifetimes` is what lets our own functions return spans.
let common: [SwiftSetting] = [
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
]

/// A warning is an error in CI only: a newer compiler's new warning must not break somebody's build.
let strict: [SwiftSetting] =
    Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]

/// The one target that calls deprecated API on purpose still sees those warnings, as warnings.
let strictButDeprecated: [SwiftSetting] =
    Context.environment["CI"] == nil
    ? [] : [.treatAllWarnings(as: .error), .treatWarning("DeprecatedDeclaration", as: .warning)]

/// `make bench` installs libwslay and says so here; without it the benchmarks leave that column empty.
let wslay = Context.environment["CLOSECALL_WSLAY"] != nil

/// What `make` knows of a build, for `closecall --version`. `Context.gitInformation` would tell it to every build, but
/// the package manager keeps a manifest's answer while commits come and go: no commit is better than a wrong one.
let build: [CSetting] = ["CLOSECALL_COMMIT", "CLOSECALL_COMPILER"].compactMap { name in
    Context.environment[name].map { .define(name, to: "\"\($0)\"") }
}

let package = Package(
    name: "closecall",
    products: [
        .executable(name: "closecall", targets: ["ClosecallCLI"]),
        .library(name: "Closecall", targets: ["Closecall"]),
        .library(name: "ClosecallTesting", targets: ["ClosecallTesting"]),
        .library(name: "WebSocketWire", targets: ["WebSocketWire"]),
        .library(name: "FuzzBodies", targets: ["FuzzBodies"]),
    ],
    targets: [
        // System libraries, from Debian's -dev packages.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]),
        .systemLibrary(name: "CPCRE", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(name: "CLinux"),
        .target(name: "CBuildInfo", cSettings: build),

        // The rooms, in the order of who may import whom.
        .target(name: "WebSocketWire", dependencies: ["CZlib"], swiftSettings: common + strict),
        .target(name: "Observer", dependencies: ["WebSocketWire"], swiftSettings: common + strict),
        .target(
            name: "Faults", dependencies: ["WebSocketWire", "Observer", "CPCRE"],
            swiftSettings: common + strict),
        .target(
            name: "Scenarios", dependencies: ["Faults", "WebSocketWire", "Observer", "CYAML"],
            swiftSettings: common + strict),
        .target(
            name: "Relay", dependencies: ["WebSocketWire", "Observer", "Faults", "Scenarios"],
            swiftSettings: common + strict),
        .target(name: "Trace", dependencies: ["CPcap"], swiftSettings: common + strict),
        .target(name: "Reactor", dependencies: ["CLinux", "COpenSSL"], swiftSettings: common + strict),
        .target(
            name: "Closecall",
            dependencies: [
                "WebSocketWire", "Observer", "Faults", "Scenarios", "Relay", "Trace", "Reactor",
            ],
            swiftSettings: common + strict),
        // A trait for Swift Testing, apart because it imports `Testing`.
        .target(
            name: "ClosecallTesting", dependencies: ["Closecall", "Observer", "WebSocketWire"],
            swiftSettings: common + strict),
        .target(
            name: "Control",
            dependencies: [
                "Closecall", "WebSocketWire", "Observer", "Faults", "Scenarios", "Relay", "Reactor",
            ],
            swiftSettings: common + strict),
        .executableTarget(
            name: "ClosecallCLI",
            dependencies: [
                "Closecall", "Control", "WebSocketWire", "Observer", "Faults", "Scenarios", "Relay", "Trace",
                "Reactor", "CLinux", "CBuildInfo",
            ],
            swiftSettings: common + strict),

        // What `Fuzz/` runs under libFuzzer and the tests run on its corpora.
        .target(
            name: "FuzzBodies",
            dependencies: [
                "Control", "Closecall", "WebSocketWire", "Observer", "Faults", "Scenarios", "Relay", "Trace",
                "Simulator",
            ],
            swiftSettings: common + strict),

        // `swift package documentation`
        .plugin(
            name: "DocumentationPlugin",
            capability: .command(
                intent: .custom(verb: "documentation", description: "Makes the library's pages with docc.")),
            path: "Documentation/Plugin"),

        // Benchmarks, beside a C library that people know.
        .target(
            name: "CWslayBench", cSettings: wslay ? [.define("CLOSECALL_WSLAY")] : [],
            linkerSettings: wslay ? [.linkedLibrary("wslay")] : []),
        .executableTarget(
            name: "Benchmarks", dependencies: ["WebSocketWire", "Reactor", "CLinux", "CWslayBench"],
            exclude: ["Relay/malloc-count.c"], swiftSettings: common + strict),

        // Peers that tests of several targets play: sockets that send and show bytes, no WebSocket in them.
        .target(
            name: "TestPeers", dependencies: ["Reactor", "WebSocketWire"], path: "Tests/TestPeers",
            swiftSettings: common + strict),

        .testTarget(
            name: "WebSocketWireTests", dependencies: ["WebSocketWire", "CZlib"],
            swiftSettings: common + strict),
        // Whole sessions under a virtual clock: fuzz targets and tests share it.
        .target(
            name: "Simulator", dependencies: ["WebSocketWire", "Observer", "Faults", "Scenarios", "Relay"],
            path: "Tests/Simulator", swiftSettings: common + strict),

        .testTarget(
            name: "ObserverTests",
            dependencies: ["Observer", "Relay", "Faults", "Scenarios", "WebSocketWire"],
            exclude: ["Closings"], swiftSettings: common + strict),
        .testTarget(
            name: "FaultsTests", dependencies: ["Faults", "Observer", "WebSocketWire"],
            swiftSettings: common + strict),
        .testTarget(
            name: "ScenariosTests", dependencies: ["Scenarios", "Faults", "Observer", "WebSocketWire"],
            exclude: ["Broken"], swiftSettings: common + strict),
        .testTarget(
            name: "RelayTests", dependencies: ["Relay", "Faults", "Scenarios", "Observer", "WebSocketWire"],
            swiftSettings: common + strict),
        .testTarget(
            name: "TraceTests", dependencies: ["Trace", "CPcap"],
            swiftSettings: common + strict),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["Simulator", "Relay", "Faults", "Scenarios", "Observer", "WebSocketWire"],
            swiftSettings: common + strict),
        .testTarget(
            name: "ReactorTests", dependencies: ["Reactor", "CLinux", "COpenSSL"],
            swiftSettings: common + strict),
        .testTarget(
            name: "ClosecallTests",
            dependencies: [
                "Closecall", "WebSocketWire", "Observer", "Faults", "Scenarios", "Relay", "Trace", "Reactor",
                "TestPeers",
            ],
            swiftSettings: common + strict),
        .testTarget(
            name: "ClosecallTestingTests",
            dependencies: [
                "ClosecallTesting", "Closecall", "Faults", "Observer", "Scenarios", "WebSocketWire",
            ],
            swiftSettings: common + strict),
        .testTarget(
            name: "ControlTests",
            dependencies: [
                "Control", "Closecall", "WebSocketWire", "Observer", "Faults", "Scenarios", "Reactor",
                "TestPeers",
            ],
            exclude: ["Toxiproxy/toxiproxy-2.12-transcript.txt"], swiftSettings: common + strict),
        .testTarget(
            name: "ClosecallCLITests",
            dependencies: [
                "ClosecallCLI", "Closecall", "WebSocketWire", "Observer", "Faults", "Scenarios", "Relay",
                "Trace", "Reactor", "FuzzBodies",
            ],
            swiftSettings: common + strict),
        .testTarget(
            name: "FuzzBodiesTests", dependencies: ["FuzzBodies", "WebSocketWire", "Trace", "Simulator"],
            swiftSettings: common + strict),
        .testTarget(
            name: "BenchmarksTests", dependencies: ["Benchmarks", "WebSocketWire"],
            swiftSettings: common + strict),
        .testTarget(
            name: "WebPlatformTests", dependencies: ["Closecall", "WebSocketWire", "Reactor", "TestPeers"],
            swiftSettings: common + strictButDeprecated),
        .testTarget(
            name: "ArchitectureTests", dependencies: ["CZlib", "COpenSSL", "CPCRE", "CPcap", "CYAML"],
            exclude: ["unsafe-files.txt"], swiftSettings: common + strict),
    ],
    swiftLanguageModes: [.v6]
)
