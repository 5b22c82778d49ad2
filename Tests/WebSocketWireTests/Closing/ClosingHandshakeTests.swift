import Testing

@testable import WebSocketWire

/// The stories: what happens, and what the endpoint does, in order.
struct ClosingHandshakeTests {
    @Test(arguments: EndpointRole.allCases)
    func `the peer closes: its Close goes back, and the event is its code and reason`(
        _ role: EndpointRole
    ) throws {
        var closing = ClosingHandshake(role: role)
        let bye = try ClosePayload(code: 4001, reason: "bye")
        let ending: [ClosingHandshake.Action] = role == .server ? [.finish] : []
        #expect(
            closing.handle(.peerClose(bye)) == [.send(bye)] + ending + [
                .arm(.transportEnd, after: .seconds(2))
            ])
        #expect(!closing.maySend && !closing.mayReceive && closing.record.receivedFirst)
        let event = CloseEvent(type: "close", code: 4001, reason: "bye", wasClean: true)
        let finish: [ClosingHandshake.Action] = role == .client ? [.finish] : []
        #expect(
            closing.handle(.transportFinished) == [.cancel(.transportEnd)] + finish + [.dispatchClose(event)])
        #expect(closing.state == .closed(event))
    }

    @Test func `an empty Close is answered by an empty one and reported as 1005, clean`() {
        var closing = ClosingHandshake(role: .client)
        #expect(closing.handle(.peerClose(.empty)).first == .send(.empty))
        let event = CloseEvent(type: "close", code: 1005, reason: "", wasClean: true)
        #expect(
            closing.handle(.transportFinished) == [.cancel(.transportEnd), .finish, .dispatchClose(event)])
    }

    @Test func `a server that never ends the transport is left after two seconds, clean`() throws {
        var closing = ClosingHandshake(role: .client)
        _ = closing.handle(.peerClose(try ClosePayload(code: .goingAway)))
        let event = CloseEvent(type: "close", code: 1001, wasClean: true)
        #expect(closing.handle(.timeout(.transportEnd)) == [.finish, .dispatchClose(event)])
    }

    @Test func `the application closes: the event is what the peer replied, not what was sent`() throws {
        var closing = ClosingHandshake(role: .client, limits: ClosingLimits(peerClose: .seconds(3)))
        let mine = try ClosePayload(code: 3000, reason: "mine")
        #expect(closing.handle(.localClose(mine)) == [.send(mine), .arm(.peerClose, after: .seconds(3))])
        #expect(!closing.maySend && closing.mayReceive)
        let reply = try ClosePayload(code: 4001, reason: "other")
        #expect(
            closing.handle(.peerClose(reply)) == [
                .cancel(.peerClose), .arm(.transportEnd, after: .seconds(2)),
            ])
        let event = CloseEvent(type: "close", code: 4001, reason: "other", wasClean: true)
        #expect(
            closing.handle(.transportFinished) == [.cancel(.transportEnd), .finish, .dispatchClose(event)])
        #expect(closing.record.sent == mine && closing.record.received == reply)
        #expect(!closing.record.receivedFirst)
    }

    @Test func `closes that cross are clean, and each end reports the other's code`() throws {
        var client = ClosingHandshake(role: .client)
        var server = ClosingHandshake(role: .server)
        let (clients, servers) = (try ClosePayload(code: 3001), try ClosePayload(code: 3002))
        _ = client.handle(.localClose(clients))
        _ = server.handle(.localClose(servers))
        #expect(
            server.handle(.peerClose(clients))
                == [.cancel(.peerClose), .finish, .arm(.transportEnd, after: .seconds(2))])
        _ = client.handle(.peerClose(servers))
        _ = client.handle(.transportFinished)
        _ = server.handle(.transportFinished)
        #expect(client.state == .closed(CloseEvent(type: "close", code: 3002, wasClean: true)))
        #expect(server.state == .closed(CloseEvent(type: "close", code: 3001, wasClean: true)))
    }

    @Test(arguments: EndpointRole.allCases)
    func `a transport that ends without a Close is 1006, unclean, and no error`(_ role: EndpointRole) {
        var finished = ClosingHandshake(role: role)
        #expect(finished.handle(.transportFinished) == [.finish, .dispatchClose(abnormal)])
        var failed = ClosingHandshake(role: role)
        #expect(failed.handle(.transportFailed) == [.dispatchClose(abnormal)])
    }

    @Test func `an offence is answered by a Close that names it, and the event is error, then 1006`() {
        var closing = ClosingHandshake(role: .client)
        let words = ClosePayload.failing(.invalidPayload, reason: "not UTF-8")
        #expect(
            closing.handle(.peerOffence(words))
                == [.send(words), .finish, .dispatchError, .dispatchClose(abnormal)])
        // What the peer says now changes nothing.
        #expect(closing.handle(.peerClose(.empty)) == [])
        #expect(closing.handle(.transportFinished) == [])
    }

    @Test func `an offence in the reply sends no second Close`() throws {
        var closing = ClosingHandshake(role: .client)
        _ = closing.handle(.localClose(.empty))
        #expect(
            closing.handle(.peerOffence(.failing(.protocolError)))
                == [.cancel(.peerClose), .finish, .dispatchError, .dispatchClose(abnormal)])
    }

    @Test func `no reply in time is 1006, unclean, and no error`() throws {
        var closing = ClosingHandshake(role: .client)
        #expect(
            closing.handle(.localClose(.empty)) == [.send(.empty), .arm(.peerClose, after: .seconds(10))])
        #expect(closing.handle(.timeout(.peerClose)) == [.abort, .dispatchClose(abnormal)])
    }

    @Test func `a FIN or a reset instead of the reply loses the own code`() throws {
        for input in [ClosingHandshake.Input.transportFinished, .transportFailed] {
            var closing = ClosingHandshake(role: .client)
            _ = closing.handle(.localClose(try ClosePayload(code: 3000, reason: "done")))
            #expect(closing.handle(input).last == .dispatchClose(abnormal))
        }
    }

    @Test func `a reset behind both Closes leaves the ending clean`() throws {
        var closing = ClosingHandshake(role: .client)
        _ = closing.handle(.peerClose(try ClosePayload(code: .normal)))
        let event = CloseEvent(type: "close", code: 1000, wasClean: true)
        #expect(closing.handle(.transportFailed) == [.cancel(.transportEnd), .dispatchClose(event)])
    }

    @Test func `of two Closes the first counts`() throws {
        var closing = ClosingHandshake(role: .server)
        _ = closing.handle(.peerClose(try ClosePayload(code: 4001)))
        #expect(closing.handle(.peerClose(try ClosePayload(code: 4002))) == [])
        _ = closing.handle(.transportFinished)
        #expect(closing.state == .closed(CloseEvent(type: "close", code: 4001, wasClean: true)))
    }
}

private let abnormal = CloseEvent(type: "close", code: 1006, reason: "", wasClean: false)
