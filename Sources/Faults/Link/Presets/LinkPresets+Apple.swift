extension LinkPresets {
    /// Apple's Network Link Conditioner.
    static let apple: [LinkPreset] = appleNow + appleOld

    private static let appleNow: [LinkPreset] = [
        PresetRow.dead("100-percent-loss", "Nothing arrives."),
        PresetRow(
            "very-bad-network", 1000, 1000, delay: .both(500), loss: .both(10),
            "Half a second each way, and a tenth is lost."),
        PresetRow(
            "high-latency-dns", nil, nil,
            "Only name lookups are slow there, by 3 s; that is before any connection, so this changes nothing."
        ),
        PresetRow("edge", 240, 200, delay: .split(400, 440), "2.5G."),
        PresetRow("3g", 780, 330, delay: .both(100), "Average 3G."),
        PresetRow("dsl", 2000, 256, delay: .both(5), "An early DSL line."),
        PresetRow("wifi", 40_000, 33_000, delay: .both(1), "Wi-Fi in good order."),
        PresetRow(
            "lte", 50_000, 10_000, delay: .split(50, 65),
            "4G; approximate: the rates are from memory and the delays from another's copy."),
        PresetRow(
            "wifi-802.11ac", 250_000, 100_000, delay: .both(1),
            "Fast Wi-Fi; unconfirmed: from memory."),
    ].map { $0.preset(of: "apple", "From Apple's Network Link Conditioner.") }

    private static let appleOld: [LinkPreset] = [
        PresetRow("3g-good", 850, 420, delay: .both(90), "3G at its best; other copies say 100 ms."),
        PresetRow("3g-lossy", 780, 330, delay: .both(100), loss: .both(1), "3G with losses."),
        PresetRow("edge-good", 250, 200, delay: .split(350, 370), "2.5G at its best."),
        PresetRow("edge-lossy", 240, 200, delay: .split(400, 440), loss: .both(1), "2.5G with losses."),
        PresetRow("cable-modem", 6000, 1000, delay: .both(2), "A cable modem of 2011."),
        PresetRow("wifi-good", 45_000, 40_000, delay: .both(1), "Wi-Fi at its best."),
        PresetRow("wifi-lossy", 40_000, 33_000, delay: .both(1), loss: .both(1), "Wi-Fi with losses."),
    ].map { $0.preset(of: "apple", "From the Network Link Conditioner of OS X Lion.") }
}
