import Foundation
import PackagePlugin

/// `swift package documentation`: the pages of the library, made by the toolchain's own `docc`, without a network.
@main
struct DocumentationPlugin: CommandPlugin {
    private static let targets = ["Closecall", "ClosecallTesting"]

    func performCommand(context: PluginContext, arguments: [String]) async throws {
        let docc = try context.tool(named: "docc").url
        for target in try context.package.targets(named: Self.targets) {
            let graphs = try packageManager.getSymbolGraph(
                for: target, options: .init(minimumAccessLevel: .public))
            let output = context.pluginWorkDirectoryURL.appending(path: "\(target.name).doccarchive")
            try run(
                docc,
                [
                    "convert", catalog(of: target), "--fallback-display-name", target.name,
                    "--fallback-bundle-identifier", "closecall.\(target.name)",
                    "--additional-symbol-graph-dir", graphs.directoryURL.path, "--output-path", output.path,
                ].compactMap(\.self))
            print("\(target.name): \(output.path)")
        }
    }

    private func catalog(of target: any Target) -> String? {
        let path = target.directoryURL.appending(path: "\(target.name).docc").path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    private func run(_ tool: URL, _ arguments: [String]) throws {
        let process = try Process.run(tool, arguments: arguments)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(status: process.terminationStatus) }
    }

    struct Failure: Error, CustomStringConvertible {
        let status: Int32
        var description: String { "docc ended with status \(status): what is wrong stands above" }
    }
}
