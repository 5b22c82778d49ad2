internal import Closecall
internal import Reactor
internal import WebSocketWire

/// Counts how sessions ended. Added to on the server's loop, read when it has stopped.
final class SessionTally: Sendable {
    struct Counts: Equatable, Sendable {
        var sessions = 0
        var messages = 0
        /// By close code, those that never opened aside.
        var endings: [UInt16: Int] = [:]
        /// Connections without a successful handshake.
        var unopened = 0

        /// 1006 first, for it is what one looks for; then by number.
        var orderedEndings: [(code: UInt16, count: Int)] {
            endings.sorted { Self.rank($0.key) < Self.rank($1.key) }
                .map { (code: $0.key, count: $0.value) }
        }

        private static func rank(_ code: UInt16) -> Int { code == 1006 ? -1 : Int(code) }
    }

    private let state = Locked(Counts())

    var counts: Counts { state.withLock { $0 } }

    func add(_ session: EchoServer.Session) {
        state.withLock { counts in
            counts.sessions += 1
            counts.messages += session.messages
            if let event = session.event {
                counts.endings[event.code, default: 0] += 1
            } else {
                counts.unopened += 1
            }
        }
    }
}
