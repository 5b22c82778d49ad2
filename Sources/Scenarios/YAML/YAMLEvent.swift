internal import Faults

/// What a YAML text says next.
struct YAMLEvent {
    /// What it is.
    enum Kind {
        case scalar(String, isPlain: Bool)
        case alias(String)
        case listStart
        case mapStart
        /// A list or a map ends.
        case end
        case documentStart
        case textEnd
        /// Nothing that a reader needs to know.
        case other
    }

    let kind: Kind
    let place: Place
    /// The name by which aliases call it.
    var anchor: String?
    /// The tag as it is after its handle was replaced: `tag:yaml.org,2002:str`.
    var tag: String?
}
