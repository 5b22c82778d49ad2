import Faults
import Testing

@Suite struct LinkPresetsTests {
    private static func shown(_ model: LinkModel) -> String {
        var rate = "unlimited"
        if case .rate(let bits) = model.capacity { rate = bits.written ?? "" }
        let loss = model.loss.written ?? "a model"
        let jitter = model.delay.jitter > .zero ? " ± \(model.delay.jitter.written ?? "")" : ""
        return "\(rate), \(model.delay.delay.written ?? "")\(jitter), \(loss)"
    }

    @Test(arguments: [
        ("apple/100-percent-loss", "unlimited, 0s, 100%", "unlimited, 0s, 100%"),
        ("apple/very-bad-network", "1 Mbit/s, 500ms, 10%", "1 Mbit/s, 500ms, 10%"),
        ("apple/high-latency-dns", "unlimited, 0s, 0%", "unlimited, 0s, 0%"),
        ("apple/edge", "240 kbit/s, 400ms, 0%", "200 kbit/s, 440ms, 0%"),
        ("apple/3g", "780 kbit/s, 100ms, 0%", "330 kbit/s, 100ms, 0%"),
        ("apple/lte", "50 Mbit/s, 50ms, 0%", "10 Mbit/s, 65ms, 0%"),
        ("chrome/3g", "500 kbit/s, 200ms, 0%", "500 kbit/s, 200ms, 0%"),
        ("chrome/slow-4g", "1.6 Mbit/s, 75ms, 0%", "750 kbit/s, 75ms, 0%"),
        ("chrome/offline", "unlimited, 0s, 100%", "unlimited, 0s, 100%"),
        ("firefox/good-3g", "1.5 Mbit/s, 40ms, 0%", "750 kbit/s, 40ms, 0%"),
        ("webpagetest/3g-fast", "1.6 Mbit/s, 75ms, 0%", "768 kbit/s, 75ms, 0%"),
        ("webpagetest/edge", "240 kbit/s, 420ms, 0%", "200 kbit/s, 420ms, 0%"),
        ("comcast/edge-good", "250 kbit/s, 300ms, 1.5%", "250 kbit/s, 300ms, 1.5%"),
        ("loadero/4g", "100 Mbit/s, 45ms ± 5ms, 0.2%", "50 Mbit/s, 45ms ± 15ms, 0.2%"),
        ("browserstack/3.5g-hspa-lossy", "900 kbit/s, 190ms, 1%", "200 kbit/s, 190ms, 1%"),
        ("satellite", "25 Mbit/s, 300ms ± 5ms, a model", "3 Mbit/s, 300ms ± 5ms, a model"),
    ])
    func `a preset is what its table says, download and upload`(name: String, down: String, up: String) throws
    {
        let preset = try #require(LinkPresets.named(name))
        #expect(Self.shown(preset.link.toClient) == down)
        #expect(Self.shown(preset.link.toServer) == up)
        #expect(preset.link.preset == name)
    }

    @Test func `every preset has a name of its own, in kebab case, and names its source`() {
        #expect(Set(LinkPresets.names).count == LinkPresets.all.count)
        for preset in LinkPresets.all {
            let word = #/[a-z0-9.]+(-[a-z0-9.]+)*/#
            let parts = preset.name.split(separator: "/")
            #expect(parts.count <= 2 && parts.allSatisfy { $0.wholeMatch(of: word) != nil }, "\(preset.name)")
            #expect(
                preset.about.contains("From ") || preset.about.contains("values of") || preset.family.isEmpty)
            #expect(preset.about.hasSuffix("."))
        }
        let families = Dictionary(grouping: LinkPresets.all, by: \.family).mapValues(\.count)
        #expect(
            families == [
                "": 4, "apple": 16, "chrome": 4, "firefox": 9, "webpagetest": 14, "comcast": 8, "loadero": 14,
                "browserstack": 8,
            ])
    }

    @Test func `what nobody could confirm says so`() throws {
        #expect(try #require(LinkPresets.named("apple/lte")).about.contains("approximate"))
        #expect(try #require(LinkPresets.named("apple/wifi-802.11ac")).about.contains("unconfirmed"))
        #expect(try #require(LinkPresets.named("train")).about.contains("made up"))
    }

    @Test(arguments: [
        ("aple/3g", "did you mean \"apple/3g\"?"),
        ("apple/very-bad-netwrok", "did you mean \"apple/very-bad-network\"?"),
        ("subwya", "did you mean \"subway\"?"),
        ("lte", "did you mean \"apple/lte\" or \"webpagetest/lte\"?"),
        ("chrome/modem", "there are chrome/offline, chrome/3g, chrome/slow-4g, chrome/fast-4g"),
        (
            "xyzzyplugh",
            "there are subway, elevator, train, satellite, and more in apple/, chrome/, firefox/, "
                + "webpagetest/, comcast/, loadero/ and browserstack/"
        ),
    ])
    func `a name that is none is answered with what was meant`(name: String, hint: String) {
        #expect(LinkPresets.hint(for: name) == hint)
    }
}
