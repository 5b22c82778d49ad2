extension Scenario {
    /// The version of the libyaml that reads scenario files.
    public static var libyamlVersion: String { YAMLParser.libraryVersion }
}
