internal import Glibc

/// Files in a folder and in those below it.
public enum FileTree {
    /// Whether `path` is a folder; an error when it is nothing.
    public static func isFolder(_ path: String) throws(SystemError) -> Bool {
        isFolder(try Syscalls.mode(at: path))
    }

    /// The paths of the files whose names are wanted: those of a folder, then those of each folder in it, by the bytes of
    /// their names. Names that begin with a dot are left out, and links to folders are not followed, as they may lead in
    /// circles.
    public static func files(
        under path: String, where isWanted: (String) -> Bool
    ) throws(SystemError) -> [String] {
        var files: [String] = []
        try collect(path, isWanted, into: &files)
        return files
    }

    private static func collect(
        _ folder: String, _ isWanted: (String) -> Bool, into files: inout [String]
    ) throws(SystemError) {
        var folders: [String] = []
        let names = try Syscalls.names(in: folder).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for name in names where !name.hasPrefix(".") {
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            if isFolder(try Syscalls.mode(at: path, ofLink: true)) {
                folders.append(path)
            } else if isWanted(name) {
                files.append(path)
            }
        }
        for folder in folders { try collect(folder, isWanted, into: &files) }
    }

    private static func isFolder(_ mode: mode_t) -> Bool { mode & S_IFMT == S_IFDIR }
}
