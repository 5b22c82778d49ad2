import Faults
import Observer
import Testing

struct HTTPVersionChangeTests {
    @Test(arguments: HTTPVersionChange.Version.allCases)
    func `only the version changes, in either head`(version: HTTPVersionChange.Version) {
        var fault = HTTPVersionChange()
        fault.version = version
        #expect(
            fault.text(of: HandshakePlans.atResponse)
                == "HTTP/" + version.rawValue + HandshakePlans.responseText.dropFirst(8))
        #expect(
            fault.text(of: HandshakePlans.atRequest)
                == "GET /chat HTTP/" + version.rawValue + HandshakePlans.requestText.dropFirst(18))
    }
}
