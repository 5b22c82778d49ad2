/// Every fault there is: one line each, in the tables beside them.
public enum FaultCatalog {
    /// All, in the order in which people read about them.
    public static let all: [FaultKind] = frame + closing + stream + link + handshake + connection

    /// The fault of this name.
    public static func kind(named name: String) -> FaultKind? { byName[name] }

    /// The version of the PCRE2 whose patterns faults search with.
    public static var pcre2Version: String { RegularExpression.libraryVersion }

    private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
}
