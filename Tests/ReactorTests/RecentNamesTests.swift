import Testing

@testable import Reactor

@Suite struct RecentNamesTests {
    private let address = SocketAddress.ipv4(0x7F00_0001, port: 80)

    @Test func `an answer is good for a second, and for its own question only`() {
        let names = RecentNames()
        let start = MonotonicTime(microseconds: 5_000_000)
        names.remember([address], of: "a.test", port: 80, at: start)
        #expect(names.addresses(of: "a.test", port: 80, at: start + .milliseconds(999)) == [address])
        #expect(names.addresses(of: "a.test", port: 80, at: start + .seconds(1)) == nil)
        #expect(names.addresses(of: "a.test", port: 81, at: start) == nil)
        #expect(names.addresses(of: "b.test", port: 80, at: start) == nil)
    }

    @Test func `a thousand names cannot fill the memory, and old ones make room`() {
        let names = RecentNames()
        let start = MonotonicTime(microseconds: 0)
        for number in 0..<1000 { names.remember([address], of: "\(number)", port: 80, at: start) }
        #expect(names.addresses(of: "63", port: 80, at: start) != nil)
        #expect(names.addresses(of: "64", port: 80, at: start) == nil)
        let later = start + .seconds(2)
        names.remember([address], of: "new", port: 80, at: later)
        #expect(names.addresses(of: "new", port: 80, at: later) == [address])
    }
}
