internal import Closecall
internal import Faults

/// The catalog for programs: one object a line.
enum FaultsJSON {
    static func lines(of kinds: [FaultKind]) -> String {
        var json = JSONWriter()
        for kind in kinds {
            json.object { write(kind, &$0) }
            json.endLine()
        }
        return json.text
    }

    private static func write(_ kind: FaultKind, _ json: inout JSONWriter) {
        json.field("name", kind.name)
        json.field("layer", kind.layer.rawValue)
        json.field("summary", kind.summary)
        json.field("details", kind.details)
        json.field("clause", kind.clause)
        json.field("clients", kind.clients)
        json.field("direction", kind.direction.map { "\($0)" })
        json.field("lasts", kind.isLasting)
        json.array("parameters") { json in
            for parameter in kind.parameters { json.object { write(parameter, &$0) } }
        }
        json.field("example", kind.example)
    }

    private static func write(_ parameter: FaultKind.ParameterInfo, _ json: inout JSONWriter) {
        json.field("name", parameter.name)
        json.field("summary", parameter.summary)
        json.field("form", parameter.form.name)
        json.field("examples", parameter.form.examples)
        json.field("default", parameter.standard)
        json.field("required", parameter.isRequired)
        json.field("bounds", parameter.bounds)
        json.array("choices") { json in
            for choice in parameter.choices {
                json.object { json in
                    json.field("name", choice.name)
                    json.field("summary", choice.summary)
                    json.field("clause", choice.clause)
                    json.field("clients", choice.clients)
                }
            }
        }
    }
}

/// The links by name for programs: one object a line.
enum PresetsJSON {
    static var lines: String {
        var json = JSONWriter()
        for preset in LinkPresets.all {
            json.object { json in
                json.field("name", preset.name)
                json.field("family", preset.family)
                json.field("about", preset.about)
            }
            json.endLine()
        }
        return json.text
    }
}
