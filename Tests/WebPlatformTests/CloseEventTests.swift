import Testing
import WebSocketWire

/// What the web platform's documentation states about `CloseEvent`, each statement beside what happens here.
/// The headings are the documentation's pages; the sentences are our own.
struct CloseEventTests {
    // CloseEvent() constructor

    @Test func `the constructor needs only a type, and the rest has defaults`() {
        let event = CloseEvent(type: "close")
        #expect(event.type == "close")
        #expect(event.code == 0)
        #expect(event.reason == "")
        #expect(event.wasClean == false)
        #expect(event.bubbles == false)
        #expect(event.cancelable == false)
    }

    @Test func `the constructor takes every option of its own and those of Event`() {
        let event = CloseEvent(
            type: "close", code: 4001, reason: "moved", wasClean: true, bubbles: true, cancelable: true)
        #expect(event.code == 4001 && event.reason == "moved" && event.wasClean)
        #expect(event.bubbles && event.cancelable)
    }

    @Test func `the type may be any name, and case counts`() {
        for name in ["close", "Close", "", "my-close", "schließen"] {
            #expect(CloseEvent(type: name).type == name)
        }
        #expect(CloseEvent(type: "close") != CloseEvent(type: "Close"))
    }

    @Test func `a constructed event takes any code, even one that no frame may carry`() {
        for code: UInt16 in [0, 1, 1005, 1006, 1015, 2999, 5000, .max] {
            #expect(CloseEvent(type: "close", code: code).code == code)
        }
    }

    // Event: what every event has

    @Test func `before it is dispatched an event has no target`() {
        let event = CloseEvent(type: "close")
        #expect(event.target == nil && !event.isDispatched && event.timeStamp == .zero)
    }

    @Test func `a socket dispatches it as "close", with itself as target and a time`() {
        let socket = Socket()
        let event = CloseEvent(type: "other", code: 1000, wasClean: true)
            .dispatched(to: socket, at: .milliseconds(250))
        #expect(event.type == "close")
        #expect(event.target === socket)
        #expect(event.timeStamp == .milliseconds(250))
        #expect(event.isDispatched)
        #expect(event.code == 1000 && event.wasClean)
    }

    @Test func `a socket's event does not bubble and cannot be cancelled`() {
        let event = ended(by: .peerClose(.empty), .transportFinished)?.dispatched(to: Socket(), at: .zero)
        #expect(event?.bubbles == false && event?.cancelable == false)
    }

    // CloseEvent.code

    @Test func `code is the number the peer gave`() throws {
        let payload = try ClosePayload(code: 3456, reason: "")
        #expect(ended(by: .peerClose(payload), .transportFinished)?.code == 3456)
        let mine = try ClosePayload(code: 4000, reason: "")
        #expect(ended(by: .localClose(mine), .peerClose(payload), .transportFinished)?.code == 3456)
    }

    // CloseEvent.reason

    @Test func `reason is the peer's words, for people to read, and empty if it gave none`() throws {
        let payload = try ClosePayload(code: 1001, reason: "bis später")
        #expect(ended(by: .peerClose(payload), .transportFinished)?.reason == "bis später")
        let silent = try ClosePayload(code: 1001)
        #expect(ended(by: .peerClose(silent), .transportFinished)?.reason == "")
    }

    // CloseEvent.wasClean

    @Test func `wasClean is true after a complete closing handshake and false after anything else`() {
        #expect(ended(by: .peerClose(.empty), .transportFinished)?.wasClean == true)
        #expect(ended(by: .localClose(.empty), .peerClose(.empty), .transportFinished)?.wasClean == true)
        #expect(ended(by: .transportFinished)?.wasClean == false)
        #expect(ended(by: .transportFailed)?.wasClean == false)
        #expect(ended(by: .localClose(.empty), .timeout(.peerClose))?.wasClean == false)
        #expect(ended(by: .peerOffence(.failing(.protocolError)), .transportFinished)?.wasClean == false)
    }

    // CloseEvent.initCloseEvent(), deprecated

    @Test func `initCloseEvent sets everything, as the constructor would`() {
        var event = CloseEvent(type: "x")
        event.initCloseEvent(
            "close", bubbles: true, cancelable: true, wasClean: true, code: 1000, reason: "done")
        #expect(
            event
                == CloseEvent(
                    type: "close", code: 1000, reason: "done", wasClean: true, bubbles: true, cancelable: true
                ))
    }

    @Test func `initCloseEvent has no effect once the event was dispatched`() {
        let socket = Socket()
        var event = CloseEvent(type: "close", code: 1006).dispatched(to: socket, at: .seconds(1))
        event.initCloseEvent(
            "other", bubbles: true, cancelable: true, wasClean: true, code: 1000, reason: "done")
        #expect(event == CloseEvent(type: "close", code: 1006))
        #expect(event.target === socket && event.timeStamp == .seconds(1))
    }

    // The table of status codes at CloseEvent.code

    @Test(arguments: [
        StatusRow(0...999, "unused", reported: .protocolError),
        StatusRow(1000...1000, "Normal Closure", reported: .asReceived, byScript: true),
        StatusRow(1001...1001, "Going Away", reported: .asReceived),
        StatusRow(1002...1002, "Protocol Error", reported: .asReceived),
        StatusRow(1003...1003, "Unsupported Data", reported: .asReceived),
        StatusRow(1004...1004, "Reserved", reported: .protocolError),
        StatusRow(1005...1005, "No Status Received", reported: .protocolError),
        StatusRow(1006...1006, "Abnormal Closure", reported: .protocolError),
        StatusRow(1007...1007, "Invalid Frame Payload Data", reported: .asReceived),
        StatusRow(1008...1008, "Policy Violation", reported: .asReceived),
        StatusRow(1009...1009, "Message Too Big", reported: .asReceived),
        StatusRow(1010...1010, "Mandatory Extension", reported: .asReceived),
        StatusRow(1011...1011, "Internal Error", reported: .asReceived),
        StatusRow(1012...1012, "Service Restart", reported: .asReceived),
        StatusRow(1013...1013, "Try Again Later", reported: .asReceived),
        StatusRow(1014...1014, "Bad Gateway", reported: .asReceived),
        StatusRow(1015...1015, "TLS Handshake", reported: .protocolError),
        StatusRow(1016...1999, "reserved", reported: .protocolError),
        StatusRow(2000...2999, "for extensions", reported: .protocolError),
        StatusRow(3000...3999, "for libraries", reported: .asReceived, byScript: true),
        StatusRow(4000...4999, "for applications", reported: .asReceived, byScript: true),
        StatusRow(5000...65535, "out of range", reported: .protocolError),
    ])
    func `each row of the status table has its name, its senders and its event`(_ row: StatusRow) {
        for number in row.range {
            let code = CloseCode(rawValue: number)
            let ownName = CloseCode.registered.contains(code) && row.range.count > 1
            if !ownName { #expect(code.name == row.name, "\(number)") }
            #expect(code.mayBeSentByScript == row.byScript, "\(number)")
            #expect(event(onCode: number) == row.event(for: number), "\(number)")
        }
    }

    @Test func `1005 is what an empty Close is reported as`() {
        let event = ended(by: .peerClose(.empty), .transportFinished)
        #expect(event == CloseEvent(type: "close", code: 1005, reason: "", wasClean: true))
    }

    @Test func `1006 is what an ending without a Close is reported as`() {
        #expect(ended(by: .transportFinished) == CloseEvent(type: "close", code: 1006))
        #expect(ended(by: .transportFailed) == CloseEvent(type: "close", code: 1006))
    }

    // What Swift adds

    @Test func `events are equal if they say the same, whoever dispatched them and when`() {
        let event = CloseEvent(type: "close", code: 1000, reason: "done", wasClean: true)
        #expect(
            event.dispatched(to: Socket(), at: .seconds(1)) == event.dispatched(to: Socket(), at: .seconds(2))
        )
        #expect(Set([event, event.dispatched(to: Socket(), at: .zero)]).count == 1)
        #expect(event != CloseEvent(type: "close", code: 1000, reason: "done", wasClean: false))
        #expect(event != CloseEvent(type: "close", code: 1000, reason: "Done", wasClean: true))
        #expect(event != CloseEvent(type: "close", code: 1001, reason: "done", wasClean: true))
    }

    @Test func `an event prints what a listener wants to know`() {
        #expect(
            CloseEvent(type: "close", code: 1006).description
                == #"CloseEvent(code: 1006, reason: "", wasClean: false)"#)
        #expect(
            CloseEvent(type: "x", code: 1000, reason: #"a "b""#, wasClean: true).description
                == #"CloseEvent(type: "x", code: 1000, reason: "a \"b\"", wasClean: true)"#)
    }
}

/// A row of the documentation's table, and the event it leads to when such a code arrives in a frame.
struct StatusRow: Sendable, CustomTestStringConvertible {
    enum Reported { case asReceived, protocolError }

    let range: ClosedRange<UInt16>
    let name: String
    let reported: Reported
    let byScript: Bool

    init(_ range: ClosedRange<UInt16>, _ name: String, reported: Reported, byScript: Bool = false) {
        self.range = range
        self.name = name
        self.reported = reported
        self.byScript = byScript
    }

    var testDescription: String { "\(range) \(name)" }

    func event(for number: UInt16) -> CloseEvent {
        switch reported {
        case .asReceived: CloseEvent(type: "close", code: number, wasClean: true)
        case .protocolError: CloseEvent(type: "close", code: 1006)
        }
    }
}

private final class Socket: EventTarget {}

/// The event of a client's connection on which these things happened.
private func ended(by inputs: ClosingHandshake.Input...) -> CloseEvent? {
    var closing = ClosingHandshake(role: .client)
    for input in inputs { _ = closing.handle(input) }
    guard case .closed(let event) = closing.state else { return nil }
    return event
}

/// The event of a client whose server sent a Close frame with that number in it, legal or not.
private func event(onCode number: UInt16) -> CloseEvent? {
    let bytes = ClosePayload.bytes(code: number, reasonBytes: [])
    do throws(ClosePayloadViolation) {
        return ended(by: .peerClose(try ClosePayload(parsing: bytes.span)), .transportFinished)
    } catch {
        return ended(by: .peerOffence(.failing(error.closeCode)), .transportFinished)
    }
}
