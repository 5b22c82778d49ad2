internal import Testing
internal import WebSocketWire

@testable internal import Closecall

@Suite struct LiveJudgeTests {
    private func judged(
        _ bytes: [UInt8], ending: LiveInput.Ending = .close, isEcho: Bool = true,
        _ see: (inout LiveObservation) -> Void
    ) -> LiveComplaint? {
        var seen = LiveObservation()
        seen.opening = .open
        see(&seen)
        return LiveJudge(isEcho: isEcho).complaint(about: seen, after: LiveInput(wire: bytes, ending: ending))
    }

    private func close(_ code: UInt16) -> ClosePayload? {
        try? ClosePayload(code: CloseCode(rawValue: code))
    }

    private let text: [UInt8] = [0x81, 0x81, 0, 0, 0, 0, 0x61]
    private let ping: [UInt8] = [0x89, 0x81, 0, 0, 0, 0, 0x61]
    private let reserved: [UInt8] = [0x83, 0x80, 0, 0, 0, 0]
    private let close1000: [UInt8] = [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8]
    private let close1006: [UInt8] = [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xEE]

    @Test func `an echo, and a Close for ours, are right`() {
        let complaint = judged(text) {
            $0.messages = [LiveMessage(.text, [0x61])]
            $0.hasSentClose = true
            $0.close = close(1000)
            $0.end = .finished
        }
        #expect(complaint == nil)
    }

    @Test func `an echo that differs, has another opcode or is missing is wrong`() {
        func key(_ messages: [LiveMessage]) -> String? {
            judged(text) {
                $0.messages = messages
                $0.trailingPing = .answered
            }?.key
        }
        #expect(key([LiveMessage(.text, [0x62])]) == "echo differs")
        #expect(key([LiveMessage(.binary, [0x61])]) == "echo has another opcode")
        #expect(key([]) == "echo missing")
        #expect(key([LiveMessage(.text, [0x61]), LiveMessage(.text, [])]) == "message nobody sent")
        let silent = judged(text, isEcho: false) { $0.trailingPing = .answered }
        #expect(silent == nil)
    }

    @Test func `after an offence, its code, no code and no Close are right, another code is not`() {
        func key(_ close: ClosePayload?) -> String? {
            judged(reserved) {
                $0.close = close
                $0.end = .finished
            }?.key
        }
        #expect(key(close(1002)) == nil)
        #expect(key(.empty) == nil)
        #expect(key(nil) == nil)
        #expect(key(close(1000)) == "1000 for reservedOpcode")
        #expect(key(close(1011)) == "1011 for reservedOpcode")
    }

    @Test func `who answers a ping behind an offence has accepted it, who does nothing hangs`() {
        let accepted = judged(reserved) { $0.trailingPing = .answered }
        #expect(accepted?.kind == .answeredWrongly && accepted?.key == "accepted reservedOpcode")
        #expect(accepted?.clause == "RFC 6455 §5.2")
        let hung = judged(reserved) {
            $0.trailingPing = .sent
            $0.overdue = .reaction
        }
        #expect(hung?.kind == .hung && hung?.key == "reservedOpcode")
    }

    @Test func `who goes on to answer a Close behind an offence has accepted that`() {
        func judged(_ bytes: [UInt8], _ code: UInt16) -> String? {
            self.judged(bytes) {
                $0.close = close(code)
                $0.end = .finished
            }?.key
        }
        #expect(judged(reserved + close1000, 1000) == "accepted reservedOpcode")
        #expect(judged(reserved + close1000, 1011) == "1011 for reservedOpcode")
        // But a text may be looked at after the Close.
        #expect(judged([0x81, 0x81, 0, 0, 0, 0, 0xFF] + close1000, 1000) == nil)
    }

    @Test func `a ping behind a text that is none may be answered, behind another offence not`() {
        func key(_ offence: [UInt8]) -> String? {
            judged(ping + offence + ping) {
                $0.pongs = [[0x61], [0x61]]
                $0.close = close(offence[0] == 0x81 ? 1007 : 1002)
            }?.key
        }
        #expect(key([0x81, 0x81, 0, 0, 0, 0, 0xFF]) == nil)
        #expect(key(reserved) == "accepted reservedOpcode")
    }

    @Test func `a Close is answered with any legal code that blames nobody`() {
        func key(_ bytes: [UInt8], _ code: UInt16?) -> String? {
            judged(bytes) {
                $0.close = code.flatMap { close($0) }
                $0.end = .finished
            }?.key
        }
        #expect(key(close1000, 1000) == nil)
        #expect(key(close1000, 1001) == nil)
        #expect(key(close1000, 1002) == "1002 for a legal Close")
        #expect(key(close1000, nil) == "no Close in answer")
        // The same code again is right whatever it says.
        #expect(key([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xEA], 1002) == nil)
        #expect(key([0x01, 0x80, 0, 0, 0, 0] + close1000, 1002) == "1002 for a Close inside a message")
    }

    @Test func `a code that must not stand on the wire is told as such`() {
        let complaint = judged(close1006) { $0.violation = .close(.forbiddenCode(1006)) }
        #expect(complaint?.key == "sent 1006" && complaint?.clause == "RFC 6455 §7.4.1")
        // Of codes that nobody has a meaning for, one stands for all of its class.
        let other = judged([0x88, 0x82, 0, 0, 0, 0, 0x13, 0x88]) {
            $0.violation = .close(.forbiddenCode(5000))
        }
        #expect(other?.key == "sent closeCode.outOfRange")
        let silent = judged([0x88, 0x82, 0, 0, 0, 0, 0x13, 0x88]) { $0.close = close(1000) }
        #expect(silent?.key == "accepted closeCode.outOfRange")
    }

    @Test func `of several pings the last is enough, but the order counts`() {
        let pings = ping + [0x89, 0x81, 0, 0, 0, 0, 0x62]
        func key(_ pongs: [[UInt8]]) -> String? {
            judged(pings) {
                $0.pongs = pongs
                $0.hasSentClose = true
                $0.close = close(1000)
            }?.key
        }
        #expect(key([[0x61], [0x62]]) == nil)
        #expect(key([[0x62]]) == nil)
        #expect(key([[0x62], [0x61]]) == "pong differs")
        #expect(key([[0x63], [0x62]]) == "pong differs")
        #expect(key([[], [0x62]]) == nil)
    }

    @Test func `a server that keeps TCP open after our FIN leaks it`() {
        let complaint = judged(text, ending: .finish) {
            $0.messages = [LiveMessage(.text, [0x61])]
            $0.hasFinished = true
            $0.overdue = .end
        }
        #expect(complaint?.kind == .leaked && complaint?.key == "TCP after FIN")
    }

    @Test func `a connection that ends for nothing is told`() {
        let complaint = judged(text) {
            $0.messages = [LiveMessage(.text, [0x61])]
            $0.end = .reset
        }
        #expect(complaint?.key == "dropped legal frames")
    }

    @Test func `handshakes are judged by the request`() {
        func judged(_ head: String, _ opening: LiveObservation.Opening) -> String? {
            var seen = LiveObservation()
            seen.opening = opening
            let input = LiveInput(head: Array(head.utf8), [])
            return LiveJudge(isEcho: true).complaint(about: seen, after: input)?.key
        }
        let right =
            "GET / HTTP/1.1\r\nhost: a\r\nUPGRADE: websocket\r\nConnection: keep-alive, Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        #expect(judged(right, .refused(status: 400)) == "handshake")
        let wrong = right.replacing("13\r\n", with: "12\r\n")
        #expect(judged(wrong, .refused(status: 426)) == nil)
        #expect(judged(wrong, .open) == "accepted handshake: unsupportedWebSocketVersion")
    }

    @Test func `a client that waits for more behind a wrong 101 hangs, unless we ended it`() {
        func judged(_ head: String, _ see: (inout LiveObservation) -> Void) -> LiveComplaint? {
            var seen = LiveObservation()
            seen.opening = .open
            see(&seen)
            let input = LiveInput(head: Array("HTTP/1.1 \(head)\r\n\r\n".utf8), [])
            return LiveJudge(isEcho: false, of: .client).complaint(about: seen, after: input)
        }
        #expect(judged("101 Yes") { $0.overdue = .answerToClose }?.kind == .hung)
        #expect(judged("101 Yes") { $0.close = close(1000) }?.kind == .answeredWrongly)
        #expect(judged("101 Yes") { $0.end = .finished } == nil)
        #expect(judged("101 Yes") { _ in } == nil)
        // The connection may serve another request.
        #expect(judged("200 OK") { $0.overdue = .answerToClose } == nil)
    }
}
