import Closecall
import Observer
import Testing

@Suite struct TraceNoteTests {
    @Test(arguments: [
        (TraceNote.leg(session: 12, .client), "closecall session 12, client side"),
        (.leg(session: 1, .server), "closecall session 1, server side"),
        (
            .fired(
                TraceFiring(
                    rule: "cut, by rule of thumb", faults: ["drop", "reset"], direction: .toClient,
                    occasion: .message(3))),
            "closecall fault drop, reset at message 3 to the client, by rule cut, by rule of thumb"
        ),
        (
            .ended(session: 3, "client 1006 not clean: it ended: badly"),
            "closecall session 3 ended: client 1006 not clean: it ended: badly"
        ),
    ])
    func `what a packet is told is read back`(_ note: TraceNote, _ text: String) {
        #expect("\(note)" == text)
        #expect(TraceNote(text) == note)
    }

    @Test(arguments: ["", "closecall ", "closecall session x, client side", "session 1, client side"])
    func `what others note is no note of ours`(_ text: String) {
        #expect(TraceNote(text) == nil)
    }
}
