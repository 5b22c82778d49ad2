import CLinux
import Testing

@testable import Reactor

@Suite struct SystemErrorTests {
    @Test func `an error says what was called on what, in words and with its symbol`() {
        let error = SystemError(ECONNREFUSED, operation: "connect", subject: "127.0.0.1:1")
        #expect("\(error)" == "connect 127.0.0.1:1: connection refused (ECONNREFUSED)")
        #expect("\(SystemError(EMFILE, operation: "accept"))" == "accept: too many open files (EMFILE)")
    }

    @Test func `a number that is no error is still told`() {
        #expect("\(SystemError(4242, operation: "recv"))" == "recv: unknown error (errno 4242)")
    }
}
