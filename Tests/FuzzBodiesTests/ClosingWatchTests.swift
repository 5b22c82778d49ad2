import Testing
import WebSocketWire

@testable import FuzzBodies

/// That the watch notices planted bugs, each in a process of its own, which must end.
struct ClosingWatchTests {
    @Test
    func `a second Close is noticed`() async {
        await #expect(processExitsWith: .failure) {
            var watch = ClosingWatch()
            watch.take(.localClose(.empty), answeredBy: [.send(.empty)])
            watch.take(.peerClose(.empty), answeredBy: [.send(.empty)])
        }
    }

    @Test
    func `a second ending is noticed`() async {
        await #expect(processExitsWith: .failure) {
            var watch = ClosingWatch()
            let event = CloseEvent(type: "close", code: 1006)
            watch.take(.transportFailed, answeredBy: [.dispatchClose(event)])
            watch.take(.transportFailed, answeredBy: [.dispatchClose(event)])
        }
    }

    @Test
    func `a timer that stays armed after the end is noticed`() async {
        await #expect(processExitsWith: .failure) {
            var watch = ClosingWatch()
            watch.take(
                .localClose(.empty), answeredBy: [.send(.empty), .arm(.peerClose, after: .seconds(1))])
            watch.take(
                .transportFailed, answeredBy: [.dispatchClose(CloseEvent(type: "close", code: 1006))])
        }
    }
}
