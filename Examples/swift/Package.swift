// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "reconnecting-client",
    dependencies: [.package(name: "closecall", path: "../..")],
    targets: [
        .target(
            name: "ReconnectingClient", dependencies: [.product(name: "Closecall", package: "closecall")]),
        .testTarget(
            name: "ReconnectingClientTests",
            dependencies: [
                "ReconnectingClient", .product(name: "ClosecallTesting", package: "closecall"),
            ]),
    ]
)
