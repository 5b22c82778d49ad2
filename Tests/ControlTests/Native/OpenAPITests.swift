import Closecall
import Foundation
import Observer
import Testing

@testable import Control

@Suite(.timeLimit(.minutes(1)))
struct OpenAPITests {
    private static let api = NativeAPI(over: Toxiproxy(), version: "0.1.0")
    private static let document = OpenAPIDocument(api.allRoutes, version: "0.1.0").json

    @Test func `every route is in the document, and nothing else is`() async throws {
        try await NativeRig.with { rig in
            let document = try await rig.ask("GET", "/v1/openapi.json")
            #expect(document == Self.document)
            let told = (document["paths"]?.members ?? []).flatMap { path in
                (path.value.members ?? []).map { "\($0.name.uppercased()) \(path.name)" }
            }
            let served = rig.api.allRoutes.flatMap { route in
                (route.methods.isEmpty ? ["GET"] : route.methods).map { "\($0) \(route.path)" }
            }
            #expect(Set(told) == Set(served) && told.count == served.count)
        }
    }

    @Test func `every operation has a name of its own, and says what it answers`() throws {
        let operations = (Self.document["paths"]?.members ?? []).flatMap { $0.value.members ?? [] }
        let names = operations.compactMap { $0.value["operationId"]?.text }
        #expect(Set(names).count == operations.count)
        for operation in operations {
            let responses = operation.value["responses"]?.members ?? []
            #expect(responses.count >= 2 && responses.allSatisfy { $0.value["description"]?.text != nil })
            #expect(responses.contains { $0.name.hasPrefix("2") }, "\(operation.name)")
        }
    }

    @Test func `every form that is spoken of is there, once, and each is spoken of`() throws {
        let text = GoJSON.bytes(Self.document, escapesHTML: false).text
        let names = (Self.document["components"]?["schemas"]?.members ?? []).map(\.name)
        #expect(Set(names).count == names.count)
        let spoken = Set(
            text.matches(of: /"#\/components\/schemas\/([A-Za-z.]+)"/).map { String($0.output.1) })
        // Events come in a stream, whose form OpenAPI cannot tell.
        #expect(
            spoken.union(["missed", "scenario", "armed", "disarmed", "session.open", "fault"]) == Set(names))
    }

    @Test func `paths that are none are told, and methods`() async throws {
        try await NativeRig.with { rig in
            let missing = try await rig.ask("GET", "/v1/scenaros", status: 404)
            #expect(missing["error"]?.text == "there is no /v1/scenaros, did you mean \"/v1/scenarios\"?")
            let other = try await rig.ask("GET", "/v1/", status: 404)
            #expect(other["error"]?.text?.hasPrefix("there is no /v1/, ") == true)
            let answer = try await rig.control.ask("DELETE", "/v1/scenarios")
            #expect(answer.status == 405 && answer.header("Allow") == "GET")
            #expect(answer.body == "{\"error\":\"expected GET, found DELETE\",\"status\":405}\n")
            let index = try await rig.ask("GET", "/v1")
            #expect(index["links"]?["OpenAPI"]?.text == "/v1/openapi.json")
            for link in index["links"]?.members ?? [] where link.name != "Events" {
                #expect(try await rig.control.ask("GET", link.value.text ?? "").status == 200)
            }
        }
    }

    @Test func `who is not let in is told in JSON`() async throws {
        var options = ControlServer.Options()
        options.token = "s3cret"
        try await NativeRig.with(options: options) { rig in
            let refused = try await rig.ask("GET", "/v1/proxies", status: 401)
            #expect(refused["status"]?.whole(Int.self) == 401)
            for header in ["User-Agent: Mozilla/5.0\r\n", "Origin: http://evil.example\r\n"] {
                let page = try await rig.ask("GET", "/v1/events", status: 403, headers: header)
                #expect(page["error"]?.text?.contains("web pages are not let in") == true)
            }
            try await rig.ask("GET", "/v1/proxies", headers: "Authorization: Bearer s3cret\r\n")
        }
    }

    @Test func `junk is refused whatever route it is sent to`() async throws {
        try await NativeRig.with { rig in
            _ = try await rig.makeProxy()
            let bodies = [
                "", "null", "[]", "0", "\"\"", "{", "{\"proxy\":null}", "{\"x\":1}", "\u{FFFD}\u{0}",
                String(repeating: "[", count: 2000), "name: [", "&a [*a, *a]", "{\"seed\":1e999}",
            ]
            for route in rig.api.routes where route.name != "Events" {
                let path = route.path.replacing("{proxy}", with: "p").replacing("{session}", with: "1")
                    .replacing("{scenario}", with: "%FF%00").replacing("{fault}", with: "%2e%2e")
                for method in route.methods {
                    for body in method == "GET" ? [""] : bodies {
                        let answer = try await rig.control.ask(method, path, body: body)
                        #expect((200..<500).contains(answer.status), "\(method) \(path) \(body.prefix(20))")
                        let complaint = rig.document.complaint(
                            about: answer, to: method, path, of: rig.api.allRoutes)
                        #expect(complaint == nil, "\(method) \(path) \(body.prefix(20)): \(answer.status)")
                    }
                }
            }
        }
    }
}
