extension LinkPresets {
    /// Chrome's developer tools: what they aim at, without the factors that make up for their place in the browser.
    static let chrome: [LinkPreset] = [
        PresetRow.dead("offline", "Nothing arrives. (Chrome long left open sockets alive offline.)"),
        PresetRow("3g", 500, 500, roundTrip: 400, "Was called Slow 3G."),
        PresetRow("slow-4g", 1600, 750, roundTrip: 150, "Was called Fast 3G until May 2024."),
        PresetRow("fast-4g", 9000, 1500, roundTrip: 60, "4G."),
    ].map {
        $0.preset(
            of: "chrome",
            "The target values of Chrome DevTools' network throttling; half the round trip each way.")
    }

    /// Firefox's developer tools.
    static let firefox: [LinkPreset] = [
        PresetRow("gprs", 50, 20, delay: .both(500), "2G's packet data."),
        PresetRow("regular-2g", 250, 50, delay: .both(300), "Average 2G."),
        PresetRow("good-2g", 450, 150, delay: .both(150), "2G at its best."),
        PresetRow("regular-3g", 750, 250, delay: .both(100), "Average 3G."),
        PresetRow("good-3g", 1500, 750, delay: .both(40), "3G at its best."),
        PresetRow("regular-4g", 4000, 3000, delay: .both(20), "4G, also called LTE."),
        PresetRow("dsl", 2000, 1000, delay: .both(5), "A DSL line."),
        PresetRow("wifi", 30_000, 15_000, delay: .both(2), "Wi-Fi."),
        PresetRow.dead("offline", "Nothing arrives."),
    ].map {
        $0.preset(
            of: "firefox",
            "From the throttling profiles of Firefox's developer tools, which keep each response waiting for the "
                + "delay; here it is each way's.")
    }
}
