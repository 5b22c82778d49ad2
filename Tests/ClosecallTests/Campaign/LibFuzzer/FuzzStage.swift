import Foundation
import Reactor

@testable import Closecall

/// A source tree with one target, `fake`, whose program is a script that speaks as libFuzzer does. Gone with the
/// value.
final class FuzzStage {
    let root: String

    /// - Parameter starts: what the program does at its first start, its second, and so on: `bad`, `worse`, `slow`
    ///   and `memory` break something, `corpus` before the corpus was read, `wait` waits to be ended, `done` ends,
    ///   `fail` cannot run, `blind` is not instrumented. What is not told is `wait`.
    init(_ starts: [String] = []) throws {
        root = NSTemporaryDirectory() + "closecall-fuzz-\(UUID().uuidString.prefix(8))"
        try write("let package = Package(name: \"closecall-fuzz\")", to: "Fuzz/Package.swift")
        try write("", to: "Fuzz/Sources/fake/EntryPoint.swift")
        try write("seed", to: "Fuzz/Corpus/fake/one")
        try write(starts.map { "\($0)\n" }.joined(), to: "starts/list")
        try write(Self.script, to: ".build/fuzz/script")
        try install(".build/fuzz/script", as: ".build/fuzz/release/fake")
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    var tree: FuzzTree { get throws { try FuzzTree(at: root) } }

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

    func text(_ inside: String) throws -> String { try String(contentsOfFile: path(inside), encoding: .utf8) }

    func names(in inside: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path(inside))) ?? []).sorted()
    }

    /// An input breaks the first promise when it holds `bad`, the second with `worse`.
    private static let script = #"""
        #!/bin/sh
        here=${0%/.build/*}
        for argument; do
            case $argument in
            -artifact_prefix=*) prefix=${argument#*=} ;;
            -merge=1) merge=1 ;;
            -*) ;;
            *) if [ -d "$argument" ]; then folders="$folders $argument"; else files="$files $argument"; fi ;;
            esac
        done
        stack() {
            echo "    #0 0x$$ in fuzzer::PrintStackTrace() /llvm/FuzzerUtil.cpp:210:5"
            echo "    #1 0x1$$ in check$1 /tree/Sources/FuzzBodies/Fake.swift:$1:9"
            echo "    #2 0x2$$ in fuzzFake /tree/Sources/FuzzBodies/Fake.swift:3:5"
            echo "    #3 0x3$$ in LLVMFuzzerTestOneInput /tree/Fuzz/Sources/fake/EntryPoint.swift:7:5"
            echo
        }
        broken() {
            echo "FuzzBodies/Fake.swift:$1: Precondition failed: $2"
            echo "==$$== ERROR: libFuzzer: deadly signal"
            stack "$1"
            echo "SUMMARY: libFuzzer: deadly signal"
        }
        judge() {
            IFS= read -r text <"$1"
            case $text in
            *worse*) broken 20 "it is worse than $$ others: much" ;;
            *bad*) broken 10 "the input is bad" ;;
            *) return 0 ;;
            esac
            return 1
        }
        wrote() {
            printf %s "$2" >"$prefix$1-$$"
            echo "artifact_prefix='$prefix'; Test unit written to $prefix$1-$$"
        }
        if [ "$merge" ]; then
            set -- $folders
            first=$1
            shift
            for file in $(find "$@" -type f); do
                if judge "$file" >/dev/null; then cp "$file" "$first"; else wrote crash bad; fi
            done
            exit 0
        fi
        if [ "$files" ]; then
            for file in $files; do
                echo "Running: $file"
                judge "$file" || exit 77
                echo "Executed $file in 0 ms"
            done
            exit 0
        fi
        start=1
        while ! mkdir "$here/starts/$start" 2>/dev/null; do start=$((start + 1)); done
        deed=$(sed -n "${start}p" "$here/starts/list")
        echo "$@" >"$here/starts/$start/arguments"
        trap 'echo "stat::number_of_executed_units: 4321"; exit 72' TERM
        [ "$deed" = blind ] || echo "INFO: Loaded 1 modules   (7 inline 8-bit counters): 7 [0x1, 0x8)"
        if [ "$deed" = fail ]; then echo "ParseDictionaryFile: error in line 3"; exit 1; fi
        if [ "$deed" = corpus ]; then broken 10 "the input is bad"; wrote crash bad; exit 77; fi
        printf '#40\tINITED cov: 650 ft: 1639 corp: 36/1383b exec/s: 0 rss: 60Mb\n'
        printf '#900\tNEW    cov: 651 ft: 1640 corp: 37/1390b lim: 4 exec/s: 300 rss: 61Mb L: 2/9 MS: 1 X-\n'
        case $deed in
        bad) broken 10 "the input is bad"; wrote crash "it is a bad one"; exit 77 ;;
        worse) broken 20 "it is worse than $$ others: much"; wrote crash "or worse"; exit 77 ;;
        slow)
            echo "ALARM: working on the last Unit for 11 seconds"
            echo "==$$== ERROR: libFuzzer: timeout after 11 seconds"
            stack 30; wrote timeout late; exit 70 ;;
        memory)
            echo "==$$== ERROR: libFuzzer: out-of-memory (used: 4200Mb; limit: 4096Mb)"
            stack 31; wrote oom much; exit 71 ;;
        unit) wrote slow-unit lazy; exit 0 ;;
        done) echo "stat::number_of_executed_units: 1000"; exit 0 ;;
        esac
        while :; do sleep 0.05; done
        """#
}
