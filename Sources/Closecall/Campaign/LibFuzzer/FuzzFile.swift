internal import Reactor

/// Reads and writes the files of campaigns.
enum FuzzFile {
    /// More is no input that a fuzzer would make.
    private static let largest = 64 << 20

    static func read(_ path: String) throws(FuzzProblem) -> [UInt8] {
        do throws(SystemError) { return try SmallFile.read(path, most: largest).bytes } catch {
            throw .file("read \(path)", error)
        }
    }

    static func write(_ bytes: [UInt8], to path: String) throws(FuzzProblem) {
        do throws(SystemError) { try SmallFile.write(bytes, to: path) } catch {
            throw .file("write \(path)", error)
        }
    }

    static func makeFolder(_ path: String) throws(FuzzProblem) {
        do throws(SystemError) { try PrivateFolder(path).make() } catch {
            throw .file("make the folder \(path)", error)
        }
    }
}
