/// One thing that can be asked for.
///
/// Routes are a table: who adds one there has it served, and has it in whatever is made of the table.
public struct Route: Sendable {
    /// The methods it answers; none for every method.
    public let methods: [String]
    /// Its path, in which `{name}` stands for any one segment: `/proxies/{proxy}/toxics`.
    public let path: String
    /// Its name among all routes, such as `ProxyShow`.
    public let name: String
    /// What it does, in a line.
    public let summary: String
    /// What it takes and gives.
    public let terms: RouteTerms
    let pattern: PathPattern
    let handler: @Sendable (RoutedRequest) async -> HTTPResponse

    /// A route.
    public init(
        _ methods: [String], _ path: String, _ name: String, _ summary: String,
        _ terms: RouteTerms = RouteTerms(),
        _ handler: @escaping @Sendable (RoutedRequest) async -> HTTPResponse
    ) {
        self.methods = methods
        self.path = path
        self.name = name
        self.summary = summary
        self.terms = terms
        self.handler = handler
        pattern = PathPattern(path)
    }

    /// Who can GET something can ask for its HEAD, too (RFC 9110 §9.3.2).
    func answers(_ method: String) -> Bool {
        methods.isEmpty || methods.contains(method) || method == "HEAD" && methods.contains("GET")
    }
}

/// A request that found its route.
public struct RoutedRequest: Sendable {
    /// The request.
    public let request: HTTPRequest
    /// What stood in the places of the path's names.
    public let parameters: [String: String]

    /// The body.
    public var body: [UInt8] { request.body }

    /// What stood in the place of a name; empty where the path has none of that name.
    public subscript(name: String) -> String { parameters[name] ?? "" }
}

/// A path with names for some of its segments.
struct PathPattern: Sendable {
    private enum Segment: Sendable {
        case text(String)
        case name(String)
    }

    private let segments: [Segment]

    /// The names, in their order.
    var names: [String] { segments.compactMap { if case .name(let name) = $0 { name } else { nil } } }

    init(_ path: String) {
        segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { segment in
            segment.hasPrefix("{") && segment.hasSuffix("}")
                ? .name(String(segment.dropFirst().dropLast())) : .text(String(segment))
        }
    }

    /// What stands in the places of the names; nil where the path is another one.
    func match(_ path: [String]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, found) in zip(segments, path) {
            switch segment {
            case .text(let text): if text != found { return nil }
            case .name(let name):
                if found.isEmpty { return nil }
                parameters[name] = found
            }
        }
        return parameters
    }
}
