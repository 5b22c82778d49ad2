import Closecall
import Observer
import Testing

/// Pictures of sessions that were really played. Where both sides speak at once, only what each of them says has an order.
@Suite struct SessionPictureTests {
    private func picture(_ name: String) async throws -> SessionPicture {
        try #require(try await DemoStand.play(name).first).picture
    }

    private static let opening = [
        "client > proxy > server  GET /", "client < proxy < server  101 Switching Protocols",
    ]

    private static func echo(_ number: Int) -> [String] {
        [
            "client > proxy > server  text \"message \(number)\"",
            "client < proxy < server  text \"message \(number)\"",
        ]
    }

    @Test func `nothing broken`() async throws {
        #expect(
            try await picture("nothing-broken").plain == Self.opening + [
                "client > proxy > server  text \"hello\"", "client < proxy < server  text \"hello\"",
                "client > proxy > server  close 1000 \"bye\"", "client < proxy < server  close 1000 \"bye\"",
                "client < proxy < server  FIN", "client > proxy > server  FIN",
            ])
    }

    @Test func `a message that is held back, and those behind it`() async throws {
        let picture = try await picture("slow-answer")
        var toServer = [Self.opening[0]]
        for number in 1...4 { toServer.append("client > proxy > server  text \"request \(number)\"") }
        toServer += ["client > proxy > server  close 1000", "client > proxy > server  FIN"]
        #expect(picture.plain(.toServer) == toServer)
        var toClient = [Self.opening[1], "client < proxy < server  text \"request 1\""]
        for number in 2...4 { toClient.append("proxy < server  text \"request \(number)\"") }
        for number in 2...4 { toClient.append("client < proxy  text \"request \(number)\"") }
        toClient += ["client < proxy < server  close 1000", "client < proxy < server  FIN"]
        #expect(picture.plain(.toClient) == toClient)
        let fault = try #require(picture.plain.firstIndex(of: "fault delay"))
        #expect(picture.plain[fault - 1] == "proxy < server  text \"request 2\"")
        let release = try #require(picture.plain.firstIndex(of: "client < proxy  text \"request 2\""))
        #expect(picture.lines[release].age - picture.lines[fault].age >= .milliseconds(250))
    }

    @Test func `a message that is changed`() async throws {
        let reason =
            "\"a text message that is not UTF-8: byte 0xFF at offset 0 of the text cannot be part of "
            + "UTF-8 there\""
        #expect(
            try await picture("wrong-byte-in-text").plain == Self.opening + Self.echo(1) + [
                "client > proxy  text \"message 2\"", "fault corrupt",
                "proxy > server  text \"\\xffessage 2\"", "client < proxy < server  close 1007 \(reason)",
                "client < proxy < server  FIN", "client > proxy > server  close 1007 \(reason)",
                "client > proxy > server  FIN",
            ])
    }

    @Test func `a Close that loses half of its code`() async throws {
        let picture = try await picture("one-byte-close")
        let reason =
            "\"a malformed Close frame: a Close payload of 1 byte: expected none, or a code of two "
            + "bytes and perhaps a reason\""
        var toServer = [Self.opening[0]]
        for number in 1...3 { toServer.append("client > proxy > server  text \"message \(number)\"") }
        toServer += ["client > proxy > server  close 1002 \(reason)", "client > proxy > server  FIN"]
        #expect(picture.plain(.toServer) == toServer)
        var toClient = [Self.opening[1], Self.echo(1)[1], Self.echo(2)[1]]
        toClient += ["proxy < server  close 1001 \"bye\"", "client < proxy  close 03, one byte"]
        toClient.append("client < proxy < server  FIN")
        #expect(picture.plain(.toClient) == toClient)
        let fault = try #require(picture.plain.firstIndex(of: "fault malform-close"))
        #expect(picture.plain[fault - 1] == "proxy < server  close 1001 \"bye\"")
        #expect(picture.plain[fault + 1] == "client < proxy  close 03, one byte")
    }

    @Test func `a message that is cut, and both connections reset`() async throws {
        #expect(
            try await picture("server-vanishes-in-mid-message").plain
                == Self.opening + Self.echo(1) + Self.echo(2) + [
                    "client > proxy > server  text \"message 3\"", "proxy < server  text \"message 3\"",
                    "fault truncate, reset", "client < proxy  text \"mess\" 4 of 9 B (cut)",
                    "client < proxy  RST; proxy > server  RST",
                ])
    }

    @Test func `a request that is changed, and refused`() async throws {
        #expect(
            try await picture("hop-by-hop").plain == [
                "client > proxy  GET /", "fault strip-header", "proxy > server  GET / (changed)",
                "client < proxy < server  426 Upgrade Required", "client < proxy < server  FIN",
                "client > proxy > server  FIN",
            ])
    }

    @Test func `a session that nobody ends`() async throws {
        let picture = try await picture("stuck-in-open")
        #expect(
            picture.plain == Self.opening + Self.echo(1) + Self.echo(2) + [
                "client > proxy > server  text \"message 3\"", "fault half-open",
                "proxy < server  text \"message 3\"", "silence",
            ])
        #expect(try #require(picture.lines.last).age >= .milliseconds(750))
    }

    @Test func `times never go back`() async throws {
        for play in try await DemoStand.play(DemoEnding.all) {
            let ages = play.picture.lines.map(\.age)
            #expect(ages == ages.sorted() && ages.allSatisfy { $0 >= .zero }, "\(play.ending.name)")
        }
    }

    @Test func `of a session that nobody watched there is nothing but silence`() {
        let picture = SessionPicture(.unobserved(since: Moment(microseconds: 7)))
        #expect(picture.plain == ["silence"])
    }
}
