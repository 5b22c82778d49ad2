internal import Closecall

extension NativeAPI {
    var indexRoutes: [Route] {
        [
            route(
                ["GET"], "/v1", "Index", "What there is",
                .gives(.form("Index"))
            ) { [self] request throws(NativeError) in
                _ = try NativeQuery(request, knows: [])
                return .native(index)
            },
            route(
                ["GET"], "/v1/openapi.json", "OpenAPI",
                "This document, made of the table that requests are served by",
                .gives(.map(.anything), "An OpenAPI 3.1 document.")
            ) { [self] request throws(NativeError) in
                _ = try NativeQuery(request, knows: [])
                return .native(OpenAPIDocument(allRoutes, version: version).json)
            },
        ]
    }

    /// Everything that can be had without knowing a name.
    private var index: JSONValue {
        let shown = allRoutes.filter { $0.answers("GET") && !$0.path.contains("{") }
        return .record([
            "closecall": .text(version),
            "links": .record(pairs: shown.map { ($0.name, JSONValue.text($0.path)) }),
        ])
    }
}
