import Closecall
import Foundation
import Scenarios
import Testing
import Trace
import WebSocketWire

/// Endings of two peers whom nobody stood between.
@Suite struct ScenarioCausesTests {
    @Test(arguments: Peers.endings.map(\.cause))
    func `an ending of strangers is made again`(cause: String) async throws {
        let told = try #require(Peers.endings.first { $0.cause == cause })
        try await TracedRun.withFolder { folder in
            let path = "\(folder)/again.yaml"
            let export = ToldExport(ScenarioExport(path: path, session: 1, trace: "trace.pcap"))
            export.begin()
            told.tell(export)
            let summary = try await export.finish()
            #expect(summary.line == "wrote \(path): session 1, \(cause); run once, with the same end")
            let again = try Scenario(reading: String(contentsOfFile: path, encoding: .utf8))
            #expect(again.expect?.client?.codes == [told.code])
        }
    }
}

/// What peers do to each other.
private enum Peers {
    struct Told: Sendable {
        let cause: String
        let code: Int
        let tell: @Sendable (ToldExport) -> Void

        init(_ cause: String, _ code: Int, _ tell: @escaping @Sendable (ToldExport) -> Void) {
            self.cause = cause
            self.code = code
            self.tell = tell
        }
    }

    private static func opened(
        _ cause: String, _ code: Int, _ tell: @escaping @Sendable (ToldExport) -> Void
    ) -> Told {
        Told(cause, code) { told in
            told.upgrade()
            told.text("one", from: .initiator)
            told.text("1", from: .responder)
            tell(told)
        }
    }

    static let endings: [Told] = [
        opened("closed-by-client", 1000) { told in
            told.close(1000, from: .initiator)
            told.close(1000, from: .responder)
            told.hangUp()
        },
        opened("closed-by-server", 4001) { told in
            // An answer that says something else.
            told.close(4001, from: .responder)
            told.close(4002, "other", from: .initiator)
            told.hangUp()
        },
        opened("no-status", 1005) { told in
            told.sends(.close, [], from: .responder)
            told.sends(.close, [], from: .initiator)
            told.hangUp()
        },
        opened("close-unanswered", 1006) { told in
            told.close(1000, from: .initiator)
            told.hangUp()
        },
        opened("left-open", 4000) { told in
            told.close(4000, from: .responder)
            told.close(4000, from: .initiator)
            told.wait(3000)
            told.hangUp()
        },
        opened("malformed-close", 1006) { told in
            told.sends(.close, [3], from: .responder)
            told.close(1002, from: .initiator)
            told.hangUp()
        },
        opened("fin-between-frames", 1006) { $0.hangUp() },
        opened("rst-between-frames", 1006) { $0.resets(.responder) },
        opened("fin-between-fragments", 1006) { told in
            told.sends(.text, [0x61], from: .responder, isFinal: false)
            told.hangUp()
        },
        opened("fin-in-header", 1006) { told in
            told.says(.responder, [0x81])
            told.hangUp()
        },
        opened("rst-in-payload", 1006) { told in
            told.says(.responder, [0x82, 10, 1, 2, 3])
            told.resets(.responder)
        },
        opened("invalid-utf8", 1006) { told in
            told.sends(.text, [0x61, 0xFF], from: .responder)
            told.close(1007, from: .initiator)
            told.close(1007, from: .responder)
            told.hangUp()
        },
        opened("message-too-big", 1009) { told in
            told.says(.initiator, [0x82, 0xFF, 0, 0, 0, 0, 0, 0x20, 0, 0, 1, 2, 3, 4])
            told.close(1009, from: .responder)
            told.close(1009, from: .initiator)
            told.hangUp()
        },
        opened("refused-frames", 1003) { told in
            told.close(1003, "no such thing", from: .responder)
            told.close(1003, "no such thing", from: .initiator)
            told.hangUp()
        },
        Told("handshake-refused", 1006) { told in
            told.request()
            told.says(.responder, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            told.hangUp()
        },
        Told("handshake-invalid", 1006) { told in
            told.request()
            told.says(
                .responder,
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
            told.hangUp()
        },
        Told("fin-in-handshake", 1006) { told in
            told.request()
            told.says(.responder, "HTTP/1.1 101 Swi")
            told.hangUp()
        },
        Told("rst-in-handshake", 1006) { told in
            told.request()
            told.resets(.responder)
        },
    ]
}
