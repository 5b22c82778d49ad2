import Testing

@testable import Reactor

@Suite struct SecureInfoTests {
    @Test func `it is one line with what there is`() {
        let info = SecureInfo(
            version: "TLSv1.2", cipher: "C", applicationProtocol: nil, serverName: "localhost",
            peerSubject: nil, isResumed: true)
        #expect("\(info)" == "TLSv1.2, C, for localhost, resumed")
    }
}
