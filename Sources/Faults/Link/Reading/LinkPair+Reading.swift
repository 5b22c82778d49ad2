internal import Observer

extension LinkPair: ParameterValue {
    /// A preset's name, a map of keys for both directions, or a map with one for each.
    public static let form = ValueForm(
        "a link",
        examples: [
            "apple/3g", "{ rate: 1 Mbit/s, delay: 100ms, loss: 1% }",
            "{ preset: apple/3g, toServer: { loss: 5% } }",
        ],
        shape: .either([.choice(LinkPresets.choices), .object(keys)]))

    /// The keys of the map: a link's, for both directions, and one for each direction.
    public static let keys: [ValueForm.Key] =
        LinkModel.keys.all.map(\.about) + [
            ValueForm.Key(
                "toServer", "the link from the client to the server, where it differs", LinkModel.form.shape),
            ValueForm.Key(
                "toClient", "the link from the server to the client, where it differs", LinkModel.form.shape),
        ]

    /// Reads what may be written, or throws the first thing that is wrong.
    public init(_ value: Value) throws(ValueProblem) {
        var problems: [ValueProblem] = []
        let link = LinkPair(value, &problems)
        if let first = problems.first { throw first }
        self = link ?? LinkPair()
    }

    /// Reads what may be written. What is wrong is added, all of it, and it is nil then.
    public init?(_ value: Value, _ problems: inout [ValueProblem]) {
        let before = problems.count
        self.init()
        switch value.content {
        case .map(let entries): read(entries, at: value.place, &problems)
        case .scalar where !value.isNull:
            if let preset = Self.preset(value, &problems) { self = preset.link }
        case .scalar, .list: problems.append(Self.mismatch(value))
        }
        if problems.count > before { return nil }
    }

    /// A preset's name.
    public var written: String? { preset }

    private mutating func read(
        _ entries: [Value.Entry], at place: Place, _ problems: inout [ValueProblem]
    ) {
        if let name = entries.first(where: { $0.name == "preset" }),
            let preset = Self.preset(name.value, &problems)
        {
            self = preset.link
        }
        if entries.contains(where: { $0.name != "preset" }) { preset = nil }
        let others = ["preset", "toServer", "toClient"]
        LinkModel.keys.read(entries, at: place, into: &toServer, others: others, &problems)
        // The same entries once more, whose problems are known.
        var known: [ValueProblem] = []
        LinkModel.keys.read(entries, at: place, into: &toClient, others: others, &known)
        LinkModel.checkCapacity(entries, &problems)
        for entry in entries {
            switch entry.name {
            case "toServer": toServer.read(entry.value, .toServer, &problems)
            case "toClient": toClient.read(entry.value, .toClient, &problems)
            default: break
            }
        }
    }

    /// The preset of a name, or a problem that names the nearest.
    static func preset(_ value: Value, _ problems: inout [ValueProblem]) -> LinkPreset? {
        guard let name = value.text, !value.isNull else {
            problems.append(mismatch(value))
            return nil
        }
        if let preset = LinkPresets.named(name) { return preset }
        problems.append(
            ValueProblem(at: value.place, "unknown link \(value.described), \(LinkPresets.hint(for: name))"))
        return nil
    }
}
