internal import Closecall
internal import Faults
internal import Observer
internal import Scenarios

/// A kind of toxic: what it can be told, and what is done then.
protocol ToxicType: Sendable {
    var name: String { get }

    /// What holds where nothing is said.
    var standard: ToxicAttributes { get }

    /// Changes what is given, and leaves the rest as it is.
    func merge(_ given: JSONValue, into attributes: inout ToxicAttributes) throws(ToxiproxyError)

    /// What is done, as a scenario would say it. Toxics are called by their names there.
    func rules(_ attributes: ToxicAttributes, name: String, _ direction: Direction) throws(ToxiproxyError)
        -> [Rule]
}

/// The kinds there are: Toxiproxy's own, and every fault of the catalog.
enum ToxicTypes {
    /// A kind by its name. Where Toxiproxy and the catalog have the same word, Toxiproxy's is meant, and `fault:` in
    /// front of it makes it the catalog's.
    static func named(_ name: String) -> (any ToxicType)? {
        if let classic = ClassicToxic.all.first(where: { $0.name == name }) { return classic }
        let fault = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
        return FaultCatalog.kind(named: fault).map { CatalogToxic(name: name, kind: $0) }
    }

    private static let prefix = "fault:"
}
