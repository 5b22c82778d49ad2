internal import Faults

/// The links that have a name, in families.
struct PresetTable {
    private let style: Style
    private let width: Int

    init(stream: Output.Stream) {
        style = stream.style
        width = stream.proseWidth
    }

    var text: String {
        let blocks = Self.families.map { family in
            [style.bold(Self.title(family.name))] + family.presets.flatMap(lines)
        }
        let hint = style.paintingCode(TextLayout.wrapped(Self.hint, width: width))
        return (blocks + [hint]).map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    /// The presets under their families' names, in the catalog's order.
    static var families: [(name: String, presets: [LinkPreset])] {
        var families: [(name: String, presets: [LinkPreset])] = []
        for preset in LinkPresets.all {
            if families.last?.name == preset.family {
                families[families.count - 1].presets.append(preset)
            } else {
                families.append((preset.family, [preset]))
            }
        }
        return families
    }

    /// Our own have no family.
    static func title(_ family: String) -> String { family.isEmpty ? "closecall" : family }

    private static let hint = """
        A link stands in a scenario as `link: apple/3g`, in a phase, or in a rule's `do`; `closecall faults link` tells \
        what else may be written.
        """

    private func lines(_ preset: LinkPreset) -> [String] {
        let about = style.paintingCode(TextLayout.wrapped(preset.about, width: max(20, width - 6)))
        return ["  " + style.term(preset.name)] + about.map { "      " + $0 }
    }
}
