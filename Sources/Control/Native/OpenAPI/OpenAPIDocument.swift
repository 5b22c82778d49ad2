internal import Closecall

/// All routes as an OpenAPI 3.1 document: made of the table that requests are served by, so that none is missing and
/// none is there that nobody serves.
struct OpenAPIDocument {
    private let routes: [Route]
    private let version: String

    init(_ routes: [Route], version: String) {
        self.routes = routes
        self.version = version
    }

    var json: JSONValue {
        .record([
            "openapi": .text("3.1.0"),
            "info": .record([
                "title": .text("Closecall's control API"), "version": .text(version),
                "description": .text(Self.about),
                "license": .record(["name": .text("Apache-2.0"), "identifier": .text("Apache-2.0")]),
            ]),
            "servers": .array([.record(["url": .text("/")])]),
            // With `--control-token` the second is needed.
            "security": .array([.object([]), .record(["token": .array([])])]),
            "paths": .record(pairs: paths),
            "components": .record([
                "schemas": .record(pairs: Forms.all),
                "securitySchemes": .record([
                    "token": .record(["type": .text("http"), "scheme": .text("bearer")])
                ]),
            ]),
        ])
    }

    private static let about = """
        What begins with /v1 is Closecall's own: scenarios, sessions, endings, events. The rest is Toxiproxy's API, \
        version \(Toxiproxy.version), by which proxies are made and deleted.
        """

    /// Routes of one path stand together.
    private var paths: [(String, JSONValue)] {
        var order: [String] = []
        var operations: [String: [(String, JSONValue)]] = [:]
        for route in routes {
            if operations[route.path] == nil { order.append(route.path) }
            operations[route.path, default: []] += route.operations
        }
        return order.map { ($0, JSONValue.record(pairs: operations[$0] ?? [])) }
    }
}

extension Route {
    /// One for each method; where every method is answered, GET stands for all.
    fileprivate var operations: [(String, JSONValue)] {
        let shown = methods.isEmpty ? ["GET"] : methods
        return shown.enumerated().map { index, method in
            let name = index == 0 ? name : name + method.prefix(1) + method.dropFirst().lowercased()
            return (method.lowercased(), operation(named: name))
        }
    }

    private var isNative: Bool { path == "/v1" || path.hasPrefix("/v1/") }

    private func operation(named id: String) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("operationId", .text(id)), ("summary", .text(summary)),
            ("tags", .array([.text(isNative ? "Closecall" : "Toxiproxy")])),
        ]
        if !parameters.isEmpty { members.append(("parameters", .array(parameters))) }
        if let body = terms.body {
            members.append(
                ("requestBody", .record(["required": .flag(body.isRequired)]).with(body.json)))
        }
        members.append(("responses", .record(pairs: responses)))
        return .record(pairs: members)
    }

    private var parameters: [JSONValue] {
        let names = pattern.names.map { name in
            Self.parameter(
                name, in: "path", name == "session" ? .whole(atLeast: 1) : .text, Self.about[name] ?? "")
        }
        let queries = terms.queries.map { Self.parameter($0.name, in: "query", $0.schema, $0.summary) }
        let last = Self.parameter(
            "Last-Event-ID", in: "header", .whole(atLeast: 0),
            "the id of the last event that was read: those behind it come first, as far as they are kept")
        return names + queries + (terms.readsLastEvent ? [last] : [])
    }

    private static func parameter(
        _ name: String, in place: String, _ schema: Schema, _ summary: String
    ) -> JSONValue {
        .record([
            "name": .text(name), "in": .text(place), "required": .flag(place == "path"),
            "description": .text(summary), "schema": schema.json,
        ])
    }

    private static let about = [
        "proxy": "the proxy's name", "scenario": "the scenario's name", "fault": "the fault's word",
        "session": "the session's number, counted from 1 since the proxy has begun",
        "toxic": "the toxic's name",
    ]

    private var responses: [(String, JSONValue)] {
        let told = terms.answers.map { ("\($0.status)", $0.json) }
        let other = RouteTerms.Answer(
            status: 0,
            summary: "The request is refused: it is no HTTP, too large, or its sender is not let in.",
            content: isNative ? .json(.form("Error")) : .text("text/plain"))
        return told + [("default", other.json)]
    }
}

extension RouteTerms.Content {
    fileprivate var json: JSONValue {
        let media = types.map { ($0, JSONValue.record(["schema": schema.json])) }
        return .record(["content": .record(pairs: media)])
    }
}

extension RouteTerms.Answer {
    fileprivate var json: JSONValue {
        let about = JSONValue.record(["description": .text(summary)])
        return content.map { about.with($0.json) } ?? about
    }
}
