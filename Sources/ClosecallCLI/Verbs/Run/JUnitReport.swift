internal import Closecall

/// The results in the XML that CI systems know as JUnit's: a suite for each folder, a case for each scenario.
enum JUnitReport {
    static func text(_ results: [ScenarioResult]) -> String {
        var suites: [(folder: String, results: [ScenarioResult])] = []
        for result in results {
            if let index = suites.firstIndex(where: { $0.folder == result.file.folder }) {
                suites[index].results.append(result)
            } else {
                suites.append((result.file.folder, [result]))
            }
        }
        var xml = XMLWriter()
        xml.element("testsuites", [("name", "closecall run")] + counts(results)) { xml in
            for suite in suites {
                xml.element("testsuite", [("name", suite.folder)] + counts(suite.results)) { xml in
                    for result in suite.results { testCase(result, into: &xml) }
                }
            }
        }
        return xml.text
    }

    private static func counts(_ results: [ScenarioResult]) -> [(String, String)] {
        let failures = results.count { if case .played = $0.ending { !$0.hasPassed } else { false } }
        let errors = results.count { if case .impossible = $0.ending { true } else { false } }
        let time = results.reduce(Duration.zero) { $0 + ($1.outcome?.duration ?? .zero) }
        return [
            ("tests", "\(results.count)"), ("failures", "\(failures)"), ("errors", "\(errors)"),
            ("skipped", "\(RunTally(results).notPlayed)"), ("time", time.decimalSeconds),
        ]
    }

    private static func testCase(_ result: ScenarioResult, into xml: inout XMLWriter) {
        let attributes = [
            ("name", result.name), ("classname", result.file.folder), ("file", result.file.path),
            ("time", (result.outcome?.duration ?? .zero).decimalSeconds),
        ]
        switch result.ending {
        case .played(_, let mismatches) where mismatches.isEmpty: xml.element("testcase", attributes)
        case .played(_, let mismatches):
            xml.element("testcase", attributes) { xml in
                let text = (mismatches.map(\.description) + result.hints).joined(separator: "\n")
                xml.element(
                    "failure", [("message", mismatches[0].description), ("type", "expectation")], text: text)
            }
        case .impossible(let reason):
            xml.element("testcase", attributes) { xml in
                xml.element("error", [("message", reason), ("type", "scenario")], text: reason)
            }
        case .notPlayed: xml.element("testcase", attributes) { $0.element("skipped", []) }
        }
    }
}

/// Writes XML, an element a line.
private struct XMLWriter {
    private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var depth = 0

    mutating func element(_ name: String, _ attributes: [(String, String)], text content: String? = nil) {
        begin(name, attributes)
        text += content.map { ">\(Self.escaped($0))</\(name)>\n" } ?? "/>\n"
    }

    mutating func element(
        _ name: String, _ attributes: [(String, String)], _ children: (inout XMLWriter) -> Void
    ) {
        begin(name, attributes)
        text += ">\n"
        depth += 1
        children(&self)
        depth -= 1
        text += "\(indentation)</\(name)>\n"
    }

    private var indentation: String { String(repeating: "  ", count: depth) }

    private mutating func begin(_ name: String, _ attributes: [(String, String)]) {
        text += "\(indentation)<\(name)"
        for (key, value) in attributes { text += " \(key)=\"\(Self.escaped(value))\"" }
    }

    /// What XML 1.0 does not allow, not even escaped (§2.2), becomes U+FFFD.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n": escaped += "&#10;"
            case "\t": escaped += "&#9;"
            case _ where scalar.value < 0x20 || (0xFFFE...0xFFFF).contains(scalar.value):
                escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension Duration {
    /// `0.012`: never with an exponent, which XML's decimals do not know.
    fileprivate var decimalSeconds: String {
        let milliseconds = Int((seconds * 1000).rounded())
        let fraction = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
    }
}
