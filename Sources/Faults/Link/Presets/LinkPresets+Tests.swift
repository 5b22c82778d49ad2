extension LinkPresets {
    /// WebPageTest's connectivity profiles.
    static let webPageTest: [LinkPreset] = webPageTestNow + webPageTestOld

    private static let webPageTestNow: [LinkPreset] = [
        PresetRow("cable", 5000, 1000, roundTrip: 28, "A cable modem."),
        PresetRow("dsl", 1500, 384, roundTrip: 50, "A DSL line."),
        PresetRow("fios", 20_000, 5000, roundTrip: 4, "Fibre to the home."),
        PresetRow("dial", 49, 30, roundTrip: 120, "A modem on a telephone line."),
        PresetRow("3g-slow", 400, 400, roundTrip: 400, "Slow 3G."),
        PresetRow("3g-em", 400, 400, roundTrip: 400, "3G in emerging markets; the same as 3g-slow."),
        PresetRow("3g", 1600, 768, roundTrip: 300, "3G."),
        PresetRow("3g-fast", 1600, 768, roundTrip: 150, "Fast 3G."),
        PresetRow("4g", 9000, 9000, roundTrip: 170, "4G."),
        PresetRow("lte", 12_000, 12_000, roundTrip: 70, "LTE."),
        PresetRow("edge", 240, 200, roundTrip: 840, "2.5G."),
        PresetRow("2g", 280, 256, roundTrip: 800, "2G."),
    ].map {
        $0.preset(of: "webpagetest", "From WebPageTest's connectivity.ini; half the round trip each way.")
    }

    private static let webPageTestOld: [LinkPreset] = [
        PresetRow("3g-slow-old", 780, 330, roundTrip: 200, "Slow 3G as it once was."),
        PresetRow("2g-old", 35, 32, roundTrip: 1300, "2G as it once was."),
    ].map {
        $0.preset(
            of: "webpagetest", "From an older connectivity.ini of WebPageTest; half the round trip each way.")
    }

    /// Comcast, the tool that breaks networks on purpose.
    static let comcast: [LinkPreset] = [
        PresetRow("gprs-good", 50, 50, delay: .both(500), loss: .both(2), "2G's packet data."),
        PresetRow("edge-good", 250, 250, delay: .both(300), loss: .both(1.5), "2.5G."),
        PresetRow("3g-hsdpa-good", 750, 750, delay: .both(250), loss: .both(1.5), "3G."),
        PresetRow("dial-up-good", 40, 40, delay: .both(185), loss: .both(2), "A modem on a telephone line."),
        PresetRow("dsl-poor", 2000, 2000, delay: .both(70), loss: .both(2), "A poor DSL line."),
        PresetRow("dsl-good", 8000, 8000, delay: .both(40), loss: .both(0.5), "A good DSL line."),
        PresetRow("wifi-good", 30_000, 30_000, delay: .both(40), loss: .both(0.2), "Wi-Fi."),
        PresetRow("starlink", nil, nil, delay: .both(20), loss: .both(2.5), "Satellites in low orbit."),
    ].map { $0.preset(of: "comcast", "From the README of Comcast, which gives one rate for both ways.") }

    /// Loadero's network conditions, the only public ones with jitter.
    static let loadero: [LinkPreset] = [
        PresetRow(
            "4g", 100_000, 50_000, delay: .both(45), loss: .both(0.2), jitter: .split(5, 15),
            "4G; of the jitter 5/15 ms, the first is taken for the download's."),
        PresetRow("hspa", 20_000, 10_000, delay: .both(150), loss: .both(0.5), jitter: .both(10), "3.5G."),
        PresetRow("3g", 1200, 1200, delay: .both(250), loss: .both(0.5), jitter: .both(50), "3G."),
        PresetRow("gprs", 80, 20, delay: .both(650), loss: .both(1), jitter: .both(100), "2G's packet data."),
        PresetRow("edge", 200, 260, delay: .both(650), loss: .both(1), jitter: .both(100), "2.5G."),
        PresetRow("asymmetric", 500, 1000, delay: .both(50), jitter: .both(10), "A slower download."),
        PresetRow("satellite-phone", 1000, 256, delay: .both(600), "A telephone by satellite."),
        PresetRow("loss-5", nil, nil, loss: .both(5), "One in twenty is lost."),
        PresetRow("loss-10", nil, nil, loss: .both(10), "One in ten is lost."),
        PresetRow("loss-20", nil, nil, loss: .both(20), "One in five is lost."),
        PresetRow("loss-50", nil, nil, loss: .both(50), "Half is lost."),
        PresetRow.dead("loss-100", "Nothing arrives."),
        PresetRow("high-latency", nil, nil, delay: .both(500), jitter: .both(50), "Half a second each way."),
        PresetRow("high-jitter", nil, nil, delay: .both(200), jitter: .both(100), "Now soon, now late."),
    ].map { $0.preset(of: "loadero", "From Loadero's wiki, its latency taken for each way's.") }

    /// BrowserStack's network profiles.
    static let browserStack: [LinkPreset] = [
        PresetRow("2g-gprs-good", 50, 30, delay: .both(500), loss: .both(1)),
        PresetRow("2g-gprs-lossy", 30, 20, delay: .both(650), loss: .both(2)),
        PresetRow("edge-good", 250, 150, delay: .both(300)),
        PresetRow("edge-lossy", 150, 100, delay: .both(500), loss: .both(1)),
        PresetRow("3g-umts-good", 400, 100, delay: .both(100)),
        PresetRow("3g-umts-lossy", 200, 50, delay: .both(200), loss: .both(1)),
        PresetRow("3.5g-hspa-good", 1800, 400, delay: .both(100)),
        PresetRow("3.5g-hspa-lossy", 900, 200, delay: .both(190), loss: .both(1)),
    ].map {
        $0.preset(
            of: "browserstack",
            "From an excerpt of BrowserStack's documentation, its latency taken for each way's.")
    }
}
