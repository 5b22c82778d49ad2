import Foundation
import Reactor

/// A source tree with one target, `frames`, whose program is a script that speaks as libFuzzer does: an input with
/// the byte A breaks it. Gone with the value.
final class FuzzTreeStage {
    let root: String

    /// - Parameter deed: what fuzzing comes to: `find`, `wait` until it is ended, `done`.
    init(_ deed: String = "done") throws {
        root = NSTemporaryDirectory() + "closecall-fuzz-verb-\(UUID().uuidString.prefix(8))"
        try write("let package = Package(name: \"closecall-fuzz\")", to: "Fuzz/Package.swift")
        try write("", to: "Fuzz/Sources/frames/EntryPoint.swift")
        try write("x", to: "Fuzz/Corpus/frames/one")
        try write("y", to: "Fuzz/Corpus/frames/two")
        try write(Self.script.replacing("DEED", with: deed), to: ".build/fuzz/script")
        try install(".build/fuzz/script", as: ".build/fuzz/release/frames")
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func path(_ inside: String) -> String { "\(root)/\(inside)" }

    /// By another process: a test beside us that starts a program just now would hold our descriptor for a moment,
    /// and what is open for writing cannot be run.
    private func install(_ script: String, as program: String) throws {
        let command = "mkdir -p $(dirname $1) && cp $0 $1 && chmod +x $1"
        let child = try ChildProcess(["sh", "-c", command, path(script), path(program)])
        guard child.wait(atMost: .seconds(30)) == .status(0) else { throw POSIXError(.EIO) }
    }

    func write(_ text: String, to inside: String) throws {
        let file = URL(filePath: path(inside))
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    private static let script = #"""
        #!/bin/sh
        for argument; do
            case $argument in
            -artifact_prefix=*) prefix=${argument#*=} ;;
            -merge=1) merge=1 ;;
            -*) ;;
            *) if [ -d "$argument" ]; then folders="$folders $argument"; else files="$files $argument"; fi ;;
            esac
        done
        broken() {
            echo "FuzzBodies/Frames.swift:44: Precondition failed: the scanner sees other frames"
            echo "==$$== ERROR: libFuzzer: deadly signal"
            echo "    #0 0x$$ in fuzzFrames /tree/Sources/FuzzBodies/Frames.swift:44:9"
        }
        if [ "$merge" ]; then
            set -- $folders
            cp "$2"/* "$1"
            exit 0
        fi
        if [ "$files" ]; then
            for file in $files; do
                echo "Running: $file"
                IFS= read -r text <"$file"
                case $text in *A*) broken; exit 77 ;; esac
            done
            exit 0
        fi
        echo "INFO: Loaded 1 modules   (7 inline 8-bit counters): 7 [0x1, 0x8)"
        trap 'echo "stat::number_of_executed_units: 4321"; exit 72' TERM
        printf '#900\tINITED cov: 1651 ft: 1640 corp: 37/1390b lim: 4 exec/s: 300 rss: 61Mb\n'
        case DEED in
        find) broken; printf '0000AAA' >"${prefix}crash-1"; echo "x Test unit written to ${prefix}crash-1"; exit 77 ;;
        done) echo "stat::number_of_executed_units: 12345"; exit 0 ;;
        esac
        while :; do sleep 0.05; done
        """#
}
