public import Faults

/// What may stand in a scenario file, for the reference and the schema: the same tables that files are read by.
public enum ScenarioReference {
    /// One kind of map.
    public struct Map: Hashable, Sendable {
        /// Its name in the schema: `when`.
        public let name: String
        /// What it is, in a line.
        public let summary: String
        /// Its keys, in the order in which people read about them.
        public let keys: [ValueForm.Key]
    }

    /// All maps, the whole file first; faults have a catalog of their own.
    public static let maps: [Map] = [
        Map(name: "scenario", summary: "a scenario file", keys: ScenarioKeys.table.described),
        Map(name: "rule", summary: "what is done, and when", keys: RuleKeys.table.described),
        Map(
            name: "when", summary: "when a rule fires: all of it has to hold", keys: WhenKeys.table.described),
        Map(
            name: "condition", summary: "something that is true or not of a message or a frame",
            keys: ConditionKeys.nested.described),
        Map(name: "session", summary: "which sessions a rule is about", keys: SessionKeys.table.described),
        Map(name: "phase", summary: "a stretch of a session's time", keys: PhaseKeys.table.described),
        Map(
            name: "play", summary: "what the embedded client and server say to each other",
            keys: PlayKeys.table.described),
        Map(name: "send", summary: "messages that a side sends", keys: PlaySteps.sendTable.described),
        Map(name: "close", summary: "how a side begins to close", keys: PlaySteps.closeTable.described),
        Map(name: "reconnect", summary: "how a client comes back", keys: PlayKeys.reconnectTable.described),
        Map(name: "expect", summary: "what comes of a scenario", keys: ExpectKeys.table.described),
        Map(name: "side", summary: "what one side sees", keys: ExpectKeys.sideTable.described),
        Map(
            name: "profile", summary: "what certain clients report instead",
            keys: ExpectKeys.profileTable.described),
        Map(
            name: "reconnects", summary: "how the client came back",
            keys: ExpectKeys.reconnectsTable.described),
    ]

    /// The steps of a play: words that stand alone or have something behind them.
    public static let steps: [ValueForm.Key] = PlaySteps.words.map {
        ValueForm.Key($0.name, $0.summary, $0.shape)
    }
}
