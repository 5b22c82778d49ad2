internal import Closecall
internal import Faults

extension FaultKind {
    /// As `closecall faults --json` tells it.
    var json: JSONValue {
        .record([
            "name": .text(name), "layer": .text(layer.rawValue), "summary": .text(summary),
            "details": .text(details), "clause": .maybe(clause), "clients": .maybe(clients),
            "direction": .maybe(direction.map { "\($0)" }), "lasts": .flag(isLasting),
            "parameters": .array(parameters.map(\.json)), "example": .text(example),
        ])
    }
}

extension FaultKind.ParameterInfo {
    fileprivate var json: JSONValue {
        .record([
            "name": .text(name), "summary": .text(summary), "form": .text(form.name),
            "examples": .array(form.examples.map(JSONValue.text)), "default": .maybe(standard),
            "required": .flag(isRequired), "bounds": .maybe(bounds),
            "choices": .array(choices.map(\.json)),
        ])
    }

    /// Those of links are a table of their own, and long.
    private var choices: [ValueForm.Choice] { form == LinkPair.form ? [] : form.shape.choices }
}

extension ValueForm.Choice {
    fileprivate var json: JSONValue {
        .record([
            "name": .text(name), "summary": .text(summary), "clause": .maybe(clause),
            "clients": .maybe(clients),
        ])
    }
}

extension ValueForm.Shape {
    /// Every word in it that may be chosen.
    fileprivate var choices: [ValueForm.Choice] {
        switch self {
        case .choice(let choices): choices
        case .either(let shapes): shapes.flatMap(\.choices)
        default: []
        }
    }
}
