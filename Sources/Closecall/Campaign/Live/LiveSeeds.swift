public import Faults
internal import Reactor
public import WebSocketWire

/// Conversations that a campaign starts from.
public enum LiveSeeds {
    /// Files in the form of `Fuzz/Corpus/frames`: four bytes of choices, and then frames.
    ///
    /// - Parameter sender: whose frames are wanted: a seed's first choice says who sent it.
    public static func corpus(
        _ folder: String, from sender: EndpointRole
    ) throws(LiveProblem) -> [[DraftFrame]] {
        let paths: [String]
        do throws(SystemError) { paths = try FileTree.files(under: folder, where: { _ in true }) } catch {
            throw .impossible("\(folder): \(error.words)")
        }
        let seeds = paths.prefix(most).compactMap { path -> [DraftFrame]? in
            guard let bytes = try? SmallFile.read(path, most: longest).bytes, bytes.count > choices,
                (bytes[0] & 1 == 1) == (sender == .server)
            else { return nil }
            return LiveInput(wire: Array(bytes[choices...])).frames
        }
        guard !seeds.isEmpty else {
            throw .impossible(
                "\(folder) has no seed: files of four bytes of choices and then frames are expected, as \"closecall "
                    + "inspect TRACE --extract-corpus DIR\" writes into DIR/frames")
        }
        return seeds
    }

    private static let choices = 4
    private static let most = 10_000
    private static let longest = 64 * 1024
}
